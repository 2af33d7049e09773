package dev.chancery.agent.reconcile;

import dev.chancery.envoy.cilium.IpCacheLimits;
import dev.chancery.envoy.cilium.LeftToDatapath;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.ManifestDocument;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a policy must pass to be in force: the language of the chosen release, then each data plane,
 * which refuses what it would not enforce.
 */
final class Admission {
  private final PolicyParser parser;
  private final Settings settings;

  Admission(Settings settings) {
    this.settings = settings;
    this.parser = new PolicyParser(settings.cluster(), settings.language());
  }

  /** Empty if the document is no policy. */
  Optional<ParsedPolicy> read(ManifestDocument document) {
    return parser
        .parse(document)
        .map(parsed -> parsed.policy().map(this::limits).map(parsed::with).orElse(parsed));
  }

  private List<Problem> limits(Policy policy) {
    Stream<Problem> limits =
        settings.dataPlanes().stream().flatMap(plane -> plane.problems(policy, settings).stream());
    Stream<Problem> unnumbered =
        settings.hasNumbersOfCilium() ? IpCacheLimits.of(policy).stream() : Stream.of();
    Stream<Problem> left =
        settings.leavesToDatapath() ? LeftToDatapath.of(policy).stream() : Stream.of();
    return Stream.of(limits, unnumbered, left)
        .flatMap(problems -> problems)
        .distinct()
        .filter(p -> !policy.silences(p))
        .toList();
  }
}
