package dev.chancery.policy.peer;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.PrefixLabels;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.world.CidrGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What groups of prefixes put on the identities of their prefixes, and of all prefixes in these:
 * the group's name and its own labels, with the source {@code cidrgroup}.
 */
public record GroupLabels(List<CidrGroup> groups) {
  /** All that are in some group: each has an identity of its own. */
  public Set<IpPrefix> prefixes() {
    return groups.stream().flatMap(g -> g.prefixes().stream()).collect(Collectors.toSet());
  }

  /** The labels of a prefix, and those of the groups that it lies in. */
  public Labels of(IpPrefix prefix) {
    List<Label> labels = new ArrayList<>(PrefixLabels.of(prefix).sorted());
    groups.stream()
        .filter(group -> group.prefixes().stream().anyMatch(p -> p.contains(prefix)))
        .flatMap(GroupLabels::labels)
        .forEach(labels::add);
    return Labels.of(labels);
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
