package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Metadata;
import dev.chancery.policy.parse.yaml.Node;

/** The annotation that says how the values in {@code headers[]} are meant. */
final class HeaderValues {
  static final String ANNOTATION = "chancery.dev/header-values";

  private HeaderValues() {}

  /** Exact, unless the annotation says {@code regex}; what it says else is an error. */
  static boolean areRegex(Metadata metadata, Findings findings) {
    Node value = metadata.annotations().get(ANNOTATION);
    if (value == null) {
      return false;
    }
    String text = value instanceof Node.Scalar scalar ? scalar.text() : "";
    if (!text.equals("regex") && !text.equals("exact")) {
      findings.error(
          value,
          "unknown-value",
          ANNOTATION + ": " + value.describe() + " (expected: regex or exact)");
    }
    return text.equals("regex");
  }
}
