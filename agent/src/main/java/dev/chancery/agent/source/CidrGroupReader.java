package dev.chancery.agent.source;

import dev.chancery.policy.IpPrefix;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code CiliumCIDRGroup} of {@code cilium.io/v2} or {@code v2alpha1}. */
final class CidrGroupReader {
  private static final Set<String> API_VERSIONS = Set.of("cilium.io/v2", "cilium.io/v2alpha1");
  private static final String PREFIXES = "externalCIDRs";

  private CidrGroupReader() {}

  /** One wrong prefix makes the group a broken one: policies may deny by it. */
  static ManifestObject.CidrGroup read(ObjectKey key, Fields group) {
    var version = group.text("apiVersion").orElse("");
    if (!API_VERSIONS.contains(version)) {
      group.report("apiVersion", version + " (expected: cilium.io/v2 or cilium.io/v2alpha1)");
    }
    var spec = group.fields("spec");
    if (!spec.has(PREFIXES)) {
      spec.report(PREFIXES, "missing (expected: a list of prefixes)");
    }
    var prefixes = new LinkedHashSet<IpPrefix>();
    for (var text : spec.texts(PREFIXES)) {
      prefix(text)
          .ifPresentOrElse(
              prefixes::add,
              () -> spec.report(PREFIXES, text + " (expected: such as 10.0.0.0/8 or fd00::/8)"));
    }
    return new ManifestObject.CidrGroup(
        key, group.fields("metadata").map("labels"), List.copyOf(prefixes));
  }

  private static Optional<IpPrefix> prefix(String text) {
    try {
      return text.indexOf('/') > 0 && text.indexOf('%') < 0
          ? Optional.of(IpPrefix.parse(text))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
