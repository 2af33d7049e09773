package dev.chancery.envoy.cilium;

import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.npds.SecretNames;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.resolve.EndpointPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Secrets for SDS, and those that cannot be served. What needs such a one stays denied, and becomes
 * so when one goes: the proxy overlooks that SDS takes a name away, so no policy may name what is
 * not in {@code refs}.
 *
 * @param served {@code envoy.extensions.transport_sockets.tls.v3.Secret}, by name
 * @param missing why others are not; never with a value
 * @param refs of those that are served, for {@link CiliumTranslator#policy(EndpointPolicy,
 *     Predicate)}
 */
public record Secrets(List<EnvoyResource> served, List<Missing> missing, Set<SecretRef> refs) {
  public static final Secrets NONE = new Secrets(List.of(), List.of(), Set.of());

  private static final Comparator<SecretUse> ORDER =
      Comparator.comparing((SecretUse u) -> u.ref().namespace())
          .thenComparing(u -> u.ref().name())
          .thenComparing(SecretUse::purpose);

  /**
   * A secret that is not served.
   *
   * @param reason such as {@code key tls.crt: missing}
   */
  public record Missing(SecretUse use, String reason) {}

  public Secrets {
    served = List.copyOf(served);
    missing = List.copyOf(missing);
    refs = Set.copyOf(refs);
  }

  /** A name in SDS stands for one use of one secret: what shares a name is not served. */
  static Secrets of(
      Collection<SecretUse> uses, Map<SecretRef, Map<String, byte[]>> data, SecretNames names) {
    SortedMap<String, SortedSet<SecretUse>> byName = new TreeMap<>();
    uses.forEach(u -> byName.computeIfAbsent(names.of(u.ref()), n -> new TreeSet<>(ORDER)).add(u));
    List<EnvoyResource> served = new ArrayList<>();
    List<Missing> missing = new ArrayList<>();
    Set<SecretRef> refs = new HashSet<>();
    byName.forEach(
        (name, same) -> {
          if (same.size() > 1) {
            same.forEach(u -> missing.add(new Missing(u, shared(name, same))));
            return;
          }
          SecretUse use = same.first();
          try {
            served.add(
                new EnvoyResource(name, SecretResource.of(name, use, values(use.ref(), data))));
            refs.add(use.ref());
          } catch (SecretResource.Unusable e) {
            missing.add(new Missing(use, String.valueOf(e.getMessage())));
          }
        });
    return new Secrets(served, missing, refs);
  }

  private static Map<String, byte[]> values(SecretRef ref, Map<SecretRef, Map<String, byte[]>> data)
      throws SecretResource.Unusable {
    if (ref.namespace().isEmpty()) {
      throw new SecretResource.Unusable("no namespace (expected: that of the secret)");
    }
    Map<String, byte[]> values = data.get(ref);
    if (values == null) {
      throw new SecretResource.Unusable("no such secret");
    }
    return values;
  }

  private static String shared(String name, Collection<SecretUse> uses) {
    List<String> all =
        uses.stream()
            .map(u -> u.ref().namespace() + "/" + u.ref().name() + " as " + u.purpose())
            .toList();
    return "the proxy would know all of these as " + name + ": " + String.join(", ", all);
  }
}
