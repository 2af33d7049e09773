package dev.chancery.policy.resolve;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.dns.NamePattern;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.world.World;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
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
record LearntNames(Map<IpPrefix, Labels> byAddress) {
  LearntNames {
    byAddress = Map.copyOf(byAddress);
  }

  /**
   * @param prefixes all that policies name
   * @param prefixLabels of the identity of a prefix
   */
  static LearntNames of(
      World world, Collection<IpPrefix> prefixes, Function<IpPrefix, Labels> prefixLabels) {
    Map<PeerSelector.Name, NamePattern> selectors = selectors(world.policies());
    Map<IpPrefix, Set<Label>> selected = new TreeMap<>();
    world
        .names()
        .forEach(
            (name, addresses) -> {
              Set<Label> labels = labels(name, selectors);
              if (!labels.isEmpty()) {
                for (InetAddress address : addresses) {
                  selected
                      .computeIfAbsent(IpPrefix.of(address), a -> new HashSet<>())
                      .addAll(labels);
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

  /** The elements of every {@code toFQDNs}, each once. */
  private static Map<PeerSelector.Name, NamePattern> selectors(List<Policy> policies) {
    return policies.stream()
        .flatMap(p -> p.rules().stream())
        .flatMap(r -> r.elements().stream())
        .map(
            e ->
                e.peers() instanceof PeerRule.AnyOf any ? any.selectors() : List.<PeerSelector>of())
        .flatMap(List::stream)
        .filter(PeerSelector.Name.class::isInstance)
        .map(PeerSelector.Name.class::cast)
        .distinct()
        .collect(Collectors.toMap(n -> n, LearntNames::pattern));
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
  Set<Labels> labels() {
    return Set.copyOf(byAddress.values());
  }

  /**
   * Who has each of these addresses.
   *
   * @param numbering with a number for all {@link #labels}
   */
  Map<IpPrefix, Identity> identities(Numbering numbering) {
    Map<IpPrefix, Identity> identities = new TreeMap<>();
    byAddress.forEach((address, labels) -> identities.put(address, numbering.local(labels)));
    return identities;
  }
}
