package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ManifestObject.Pod;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which pod has which address. An address is one pod's: the pod that had it keeps it as long as it
 * claims it; else it is the first's. A pod gets all its addresses or none of them.
 *
 * @param holders by address
 * @param refused pods that get none, to an address that another pod has
 */
record Addresses(Map<InetAddress, String> holders, Map<String, InetAddress> refused) {
  Addresses {
    holders = Map.copyOf(holders);
    refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
  }

  /**
   * @param claims addresses by pod, both by {@code namespace/name}, the first first
   * @param before who had an address, by the same names
   * @param known pods that had addresses, where {@code before} does not say which
   */
  static Addresses share(
      Map<String, Pod> claims, Map<InetAddress, String> before, Set<String> known) {
    Map<InetAddress, String> holders = new HashMap<>();
    Map<String, InetAddress> refused = new LinkedHashMap<>();
    // Sorting is stable: pods of one rank stay in their order.
    List<String> order =
        claims.keySet().stream()
            .sorted(Comparator.comparingInt(pod -> rank(pod, claims, before, known)))
            .toList();
    for (String pod : order) {
      List<InetAddress> addresses = addresses(claims, pod);
      addresses.stream()
          .filter(holders::containsKey)
          .findFirst()
          .ifPresentOrElse(
              taken -> refused.put(pod, taken),
              () -> addresses.forEach(address -> holders.put(address, pod)));
    }
    return new Addresses(holders, refused);
  }

  /** Last whoever claims what another pod had and claims too. */
  private static int rank(
      String pod, Map<String, Pod> claims, Map<InetAddress, String> before, Set<String> known) {
    boolean contests =
        addresses(claims, pod).stream()
            .anyMatch(
                address -> {
                  String holder = before.getOrDefault(address, pod);
                  return !holder.equals(pod) && addresses(claims, holder).contains(address);
                });
    return contests ? 2 : known.contains(pod) ? 0 : 1;
  }

  private static List<InetAddress> addresses(Map<String, Pod> claims, String name) {
    Pod pod = claims.get(name);
    return pod == null ? List.of() : pod.addresses();
  }
}
