package dev.chancery.agent.reconcile;

import dev.chancery.envoy.stock.StockLimits;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.ManifestDocument;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a policy must pass to be in force: the language of the chosen release, then the data plane,
 * which refuses what it would not enforce.
 */
final class Admission {
  private final PolicyParser parser;
  private final UnaryOperator<ParsedPolicy> dataPlane;

  private Admission(Settings settings, UnaryOperator<ParsedPolicy> dataPlane) {
    this.parser = new PolicyParser(settings.cluster(), settings.language());
    this.dataPlane = dataPlane;
  }

  Admission(Settings settings) {
    this(settings, p -> p.policy().map(Admission::limits).map(p::with).orElse(p));
  }

  /** By the language alone, for questions about what policies say. */
  static Admission ofLanguage(Settings settings) {
    return new Admission(settings, UnaryOperator.identity());
  }

  /** Empty if the document is no policy. */
  Optional<ParsedPolicy> read(ManifestDocument document) {
    return parser.parse(document).map(dataPlane);
  }

  private static List<Problem> limits(Policy policy) {
    return StockLimits.of(policy).stream().filter(p -> !policy.silences(p)).toList();
  }
}
