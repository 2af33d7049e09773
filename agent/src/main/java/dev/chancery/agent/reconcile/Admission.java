package dev.chancery.agent.reconcile;

import dev.chancery.envoy.stock.StockLimits;
import dev.chancery.policy.parse.ManifestDocument;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import java.util.Optional;

/**
 * What a policy must pass to be in force: the language of the chosen release, then the data plane,
 * which refuses what it would not enforce.
 */
final class Admission {
  private final PolicyParser parser;

  Admission(Settings settings) {
    this.parser = new PolicyParser(settings.cluster(), settings.language());
  }

  /** Empty if the document is no policy. */
  Optional<ParsedPolicy> read(ManifestDocument document) {
    return parser
        .parse(document)
        .map(parsed -> parsed.policy().map(StockLimits::of).map(parsed::with).orElse(parsed));
  }
}
