package dev.chancery.agent.reconcile;

import com.google.common.net.InetAddresses;
import dev.chancery.agent.source.ManifestObject;
import dev.chancery.agent.source.ManifestObject.CiliumEndpoint;
import dev.chancery.agent.source.ManifestObject.CiliumIdentity;
import dev.chancery.agent.source.ManifestObject.Pod;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.label.Labels;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that a Cilium agent has given: those of its ipcache map. What it says of a pod has to
 * agree with what Kubernetes says; a pod of which it says nothing yet, or something else, has no
 * number. Pure.
 */
final class CiliumNumbers {
  private final Map<Integer, Identity> identities = new TreeMap<>();
  private final Map<Labels, TreeSet<Integer>> byLabels = new HashMap<>();
  private final Map<String, CiliumEndpoint> endpoints = new HashMap<>();

  /** What a pod is known as. */
  sealed interface Numbered {
    record Known(Identity identity) implements Numbered {}

    /**
     * @param reason for the user
     */
    record Unknown(String reason) implements Numbered {}
  }

  void add(ManifestObject object) {
    if (object instanceof CiliumIdentity identity) {
      identities.put(identity.number(), new Identity(identity.number(), identity.labels()));
      byLabels.computeIfAbsent(identity.labels(), l -> new TreeSet<>()).add(identity.number());
    } else if (object instanceof CiliumEndpoint endpoint) {
      endpoints.put(endpoint.key().namespace() + "/" + endpoint.key().name(), endpoint);
    }
  }

  /** All of them, by number: also those of pods elsewhere. */
  List<Identity> identities() {
    return List.copyOf(identities.values());
  }

  /**
   * @param name {@code namespace/name}
   * @param labels that the pod has by what Kubernetes says
   */
  Numbered of(String name, Pod pod, Labels labels) {
    TreeSet<Integer> numbers = byLabels.getOrDefault(labels, new TreeSet<>());
    if (numbers.isEmpty()) {
      return new Numbered.Unknown("no CiliumIdentity has its labels");
    }
    CiliumEndpoint endpoint = endpoints.get(name);
    int number = numbers.first();
    if (endpoint != null) {
      OptionalInt given = endpoint.identity();
      if (given.isEmpty()) {
        return new Numbered.Unknown("its CiliumEndpoint has no identity yet");
      }
      if (!numbers.contains(given.getAsInt())) {
        return new Numbered.Unknown(
            "its CiliumEndpoint has identity %d, its labels have %s"
                .formatted(given.getAsInt(), texts(numbers)));
      }
      if (!endpoint.addresses().equals(Set.copyOf(pod.addresses()))) {
        return new Numbered.Unknown(
            "its CiliumEndpoint has the addresses %s, the pod has %s"
                .formatted(addresses(endpoint.addresses()), addresses(pod.addresses())));
      }
      number = given.getAsInt();
    }
    return new Numbered.Known(new Identity(number, labels));
  }

  /**
   * Cilium's own numbers of endpoints, by {@code namespace/name}; without those that two pods have,
   * as pods of two nodes may.
   *
   * @param names of the pods that are endpoints
   */
  Map<String, Integer> endpoints(Collection<String> names) {
    Map<String, Integer> ids = new TreeMap<>();
    for (String name : names) {
      @Nullable CiliumEndpoint endpoint = endpoints.get(name);
      if (endpoint != null && endpoint.id().isPresent()) {
        ids.put(name, endpoint.id().getAsInt());
      }
    }
    Set<Integer> once = new HashSet<>();
    Set<Integer> again =
        ids.values().stream().filter(id -> !once.add(id)).collect(Collectors.toSet());
    ids.values().removeAll(again);
    return ids;
  }

  private static String texts(Collection<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(" and "));
  }

  private static String addresses(Collection<InetAddress> addresses) {
    return addresses.isEmpty()
        ? "none"
        : addresses.stream()
            .map(InetAddresses::toAddrString)
            .sorted()
            .collect(Collectors.joining(" and "));
  }
}
