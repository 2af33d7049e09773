package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.label.Label;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a rule says for people: {@code labels} and {@code log}. */
final class RuleText {
  private static final Pattern PRINTABLE = Pattern.compile("\\p{Print}{0,32}");

  private final Findings findings;

  RuleText(Findings findings) {
    this.findings = findings;
  }

  List<Label> labels(Fields rule) {
    return rule.objects("labels", CiliumSchema.LABEL).stream()
        .map(
            f ->
                new Label(
                    f.string("source").filter(s -> !s.isEmpty()).orElse("unspec"),
                    f.required("key"),
                    f.string("value").orElse("")))
        .toList();
  }

  /** Empty where no text is written. */
  Optional<String> log(Fields rule) {
    Optional<Fields> log = rule.object("log", CiliumSchema.LOG);
    Optional<String> value = log.flatMap(l -> l.string("value")).filter(v -> !v.isEmpty());
    value
        .filter(v -> !PRINTABLE.matcher(v).matches())
        .ifPresent(
            v ->
                findings.schemaError(
                    log.get().get("value").orElse(rule.node()),
                    "pattern",
                    "value of log (expected: at most 32 printable characters)"));
    return value;
  }
}
