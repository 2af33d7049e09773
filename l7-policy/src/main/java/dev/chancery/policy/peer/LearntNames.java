package dev.chancery.policy.peer;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.dns.NamePattern;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.world.World;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The addresses that {@code toFQDNs} speaks of: those that a name was answered with that a selector
 * picks up. Such an address has a label for each of these selectors, and that of the longest prefix
 * around it that policies name, so that their CIDR rules select it as before. Addresses with the
 * same labels have the same identity.
 *
 * @param byAddress labels of each address that a selector speaks of, and of no other
 */
public record LearntNames(Map<IpPrefix, Labels> byAddress) {
  public LearntNames {
    byAddress = Map.copyOf(byAddress);
  }

  /**
   * @param answered addresses by name, as in {@link World#names}
   * @param written the elements of every {@code toFQDNs}
   * @param prefixes all that policies name
   * @param prefixLabels of the identity of a prefix
   */
  public static LearntNames of(
      Map<String, Set<InetAddress>> answered,
      Collection<PeerSelector.Name> written,
      Collection<IpPrefix> prefixes,
      Function<IpPrefix, Labels> prefixLabels) {
    Map<PeerSelector.Name, NamePattern> selectors =
        written.stream().distinct().collect(Collectors.toMap(n -> n, LearntNames::pattern));
    Map<IpPrefix, Set<Label>> selected = new TreeMap<>();
    answered.forEach(
        (name, addresses) -> {
          Set<Label> labels = labels(name, selectors);
          if (!labels.isEmpty()) {
            for (InetAddress address : addresses) {
              selected.computeIfAbsent(IpPrefix.of(address), a -> new HashSet<>()).addAll(labels);
            }
          }
        });
    Map<IpPrefix, Labels> all = new TreeMap<>();
    selected.forEach(
        (address, labels) -> {
          longest(address, prefixes).ifPresent(p -> labels.addAll(prefixLabels.apply(p).sorted()));
          labels.add(Label.reserved("world"));
          all.put(address, Labels.of(labels));
        });
    return new LearntNames(all);
  }

  private static NamePattern pattern(PeerSelector.Name selector) {
    return selector.isPattern()
        ? NamePattern.ofPattern(selector.text())
        : NamePattern.ofName(selector.text());
  }

  private static Set<Label> labels(String name, Map<PeerSelector.Name, NamePattern> selectors) {
    return selectors.entrySet().stream()
        .filter(e -> e.getValue().selects(name))
        .map(e -> new Label(PeerSelector.Name.SOURCE, e.getKey().text(), ""))
        .collect(Collectors.toSet());
  }

  private static Optional<IpPrefix> longest(IpPrefix address, Collection<IpPrefix> prefixes) {
    return prefixes.stream()
        .filter(p -> p.contains(address))
        .max(Comparator.comparingInt(IpPrefix::length));
  }

  /** Each once. */
  public Set<Labels> labels() {
    return Set.copyOf(byAddress.values());
  }

  /**
   * Who has each of these addresses.
   *
   * @param numbering with a number for all {@link #labels}
   */
  public Map<IpPrefix, Identity> identities(Numbering numbering) {
    Map<IpPrefix, Identity> identities = new TreeMap<>();
    byAddress.forEach((address, labels) -> identities.put(address, numbering.local(labels)));
    return identities;
  }
}
