package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.HeaderAction.Mismatch;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code headerMatches[]}. With neither {@code mismatch} nor a secret in force, an element is
 * a demand like one of {@code headers[]}; else it is an action. A {@code value} beside a secret is
 * used in the secret's place.
 */
final class HeaderMatchReader {
  private static final Map<String, Mismatch> MISMATCHES =
      Map.of(
          "", Mismatch.FAIL,
          "LOG", Mismatch.LOG,
          "ADD", Mismatch.ADD,
          "DELETE", Mismatch.DELETE,
          "REPLACE", Mismatch.REPLACE);

  private final Findings findings;
  private final HeaderReader headers;

  HeaderMatchReader(Findings findings, HeaderReader headers) {
    this.findings = findings;
    this.headers = headers;
  }

  /** Adds what the element is to one of the lists; nothing where it is wrong. */
  void read(Fields match, List<HeaderRule> demands, List<HeaderAction> actions) {
    Optional<Mismatch> mismatch = mismatch(match);
    Optional<SecretRef> secret = match.object("secret", CiliumSchema.SECRET).map(this::secret);
    Node node = match.get("name").orElse(match.node());
    String name = match.string("name").orElse("");
    if (name.isEmpty()) {
      findings.error(node, "invalid-header", "Header name missing");
      return;
    }
    String value = match.string("value").orElse("");
    warnOfUnused(match, secret, value);
    Optional<HeaderRule> demand =
        headers.named(node, name, value.isEmpty() ? Optional.empty() : Optional.of(value));
    boolean fromSecret = secret.isPresent() && value.isEmpty();
    if (mismatch.isEmpty() || demand.isEmpty()) {
      return;
    }
    if (mismatch.get() == Mismatch.FAIL && !fromSecret) {
      demands.add(demand.get());
    } else {
      String lower = name.toLowerCase(Locale.ROOT);
      actions.add(new HeaderAction(lower, value, secret.filter(s -> fromSecret), mismatch.get()));
    }
  }

  private Optional<Mismatch> mismatch(Fields match) {
    String written = match.string("mismatch").orElse("");
    Optional<Mismatch> mismatch = Optional.ofNullable(MISMATCHES.get(written));
    if (mismatch.isEmpty()) {
      findings.error(
          match.get("mismatch").orElse(match.node()),
          "unknown-value",
          "Invalid header action: " + written);
    }
    return mismatch;
  }

  private SecretRef secret(Fields secret) {
    String name = secret.string("name").orElse("");
    if (name.isEmpty()) {
      findings.error(secret.node(), "no-secret", "Secret name missing");
    }
    return new SecretRef(secret.string("namespace").orElse(""), name);
  }

  private void warnOfUnused(Fields match, Optional<SecretRef> secret, String value) {
    if (secret.isPresent() && !value.isEmpty()) {
      findings.warning(
          match.get("secret").orElse(match.node()),
          "secret-unused",
          "the value beside this secret is used in its place");
    }
  }
}
