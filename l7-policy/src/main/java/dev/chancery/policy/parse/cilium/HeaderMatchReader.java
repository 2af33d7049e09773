package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code headerMatches[]}. Without {@code mismatch} an element is a demand like one of {@code
 * headers[]}; what logs or edits headers instead is not supported yet, nor is a value from a
 * secret.
 */
final class HeaderMatchReader {
  private static final List<String> ACTIONS = List.of("LOG", "ADD", "DELETE", "REPLACE");

  private final Findings findings;
  private final HeaderReader headers;

  HeaderMatchReader(Findings findings, HeaderReader headers) {
    this.findings = findings;
    this.headers = headers;
  }

  Optional<HeaderRule> read(Fields match) {
    checkMismatch(match);
    match.object("secret", CiliumSchema.SECRET).ifPresent(this::refuse);
    Node node = match.get("name").orElse(match.node());
    String name = match.string("name").orElse("");
    if (name.isEmpty()) {
      findings.error(node, "invalid-header", "Header name missing");
      return Optional.empty();
    }
    String value = match.string("value").orElse("");
    return headers.named(node, name, value.isEmpty() ? Optional.empty() : Optional.of(value));
  }

  private void checkMismatch(Fields match) {
    String action = match.string("mismatch").orElse("");
    Node node = match.get("mismatch").orElse(match.node());
    if (ACTIONS.contains(action)) {
      findings.error(node, "not-supported", "mismatch " + action + " is not supported yet");
    } else if (!action.isEmpty()) {
      findings.error(node, "unknown-value", "Invalid header action: " + action);
    }
  }

  private void refuse(Fields secret) {
    if (secret.string("name").orElse("").isEmpty()) {
      findings.error(secret.node(), "no-secret", "Secret name missing");
    } else {
      findings.error(secret.node(), "not-supported", "secret is not supported yet");
    }
  }
}
