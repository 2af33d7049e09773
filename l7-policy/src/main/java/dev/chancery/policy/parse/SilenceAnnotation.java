package dev.chancery.policy.parse;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.parse.syntax.EditDistance;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Metadata;
import dev.chancery.policy.parse.yaml.Node;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The annotation by which an author silences warnings about one object: codes with commas. */
final class SilenceAnnotation {
  static final String NAME = "chancery.dev/silence";

  private SilenceAnnotation() {}

  /** A code that does not exist is an error. */
  static Set<WarningCode> read(Metadata metadata, Findings findings) {
    var codes = EnumSet.noneOf(WarningCode.class);
    Node value = metadata.annotations().get(NAME);
    Optional<String> text = value == null ? Optional.empty() : Fields.string(value, findings);
    for (String code : text.orElse("").split(",")) {
      String word = code.strip();
      if (value != null && !word.isEmpty()) {
        WarningCode.of(word)
            .ifPresentOrElse(
                codes::add,
                () ->
                    findings.error(
                        value,
                        "unknown-value",
                        NAME
                            + ": \""
                            + word
                            + "\" is no warning (expected: such as "
                            + EditDistance.nearest(word, WarningCode.texts())
                            + ")"));
      }
    }
    return codes;
  }
}
