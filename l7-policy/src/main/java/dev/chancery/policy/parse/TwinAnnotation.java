package dev.chancery.policy.parse;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Metadata;
import dev.chancery.policy.parse.yaml.Node;

/** The mark of a policy that is another's without its L7 rules: {@code l4-twins.jq} makes them. */
final class TwinAnnotation {
  static final String NAME = "chancery.dev/twin";

  private TwinAnnotation() {}

  /** Warns of the mark, whatever its value. */
  static void check(Metadata metadata, Findings findings) {
    Node mark = metadata.annotations().get(NAME);
    if (mark != null) {
      findings.warning(
          mark,
          WarningCode.TWIN.text(),
          NAME + ": a policy without its L7 rules (expected: the policy that it was made of)");
    }
  }
}
