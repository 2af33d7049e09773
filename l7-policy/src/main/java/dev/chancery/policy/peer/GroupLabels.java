package dev.chancery.policy.peer;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.PrefixLabels;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.world.CidrGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What groups of prefixes put on the identities of their prefixes, and of all prefixes in these:
 * the group's name and its own labels, with the source {@code cidrgroup}.
 */
public final class GroupLabels {
  private final Map<CidrGroup, Set<IpPrefix>> groups = new LinkedHashMap<>();

  public GroupLabels(List<CidrGroup> all) {
    all.forEach(g -> groups.put(g, Set.copyOf(new HashSet<>(g.prefixes()))));
  }

  /** All that are in some group: each has an identity of its own. */
  public Set<IpPrefix> prefixes() {
    return groups.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  /** The labels of a prefix, and those of the groups that it lies in. */
  public Labels of(IpPrefix prefix) {
    List<Label> labels = new ArrayList<>(PrefixLabels.of(prefix).sorted());
    groups.forEach(
        (group, prefixes) -> {
          if (holds(prefixes, prefix)) {
            labels(group).forEach(labels::add);
          }
        });
    return Labels.of(labels);
  }

  private static boolean holds(Set<IpPrefix> prefixes, IpPrefix inner) {
    return IntStream.rangeClosed(0, inner.length())
        .mapToObj(length -> new IpPrefix(inner.v6(), inner.high(), inner.low(), length))
        .anyMatch(prefixes::contains);
  }

  private static Stream<Label> labels(CidrGroup group) {
    return Stream.concat(
        Stream.of(label(PeerSelector.CidrGroup.NAME_PREFIX + group.name(), "")),
        group.labels().entrySet().stream().map(e -> label(e.getKey(), e.getValue())));
  }

  private static Label label(String key, String value) {
    return new Label(PeerSelector.CidrGroup.SOURCE, key, value);
  }
}
