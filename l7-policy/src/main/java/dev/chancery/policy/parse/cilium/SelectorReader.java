package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.label.LabelKey;
import dev.chancery.policy.label.LabelSyntax;
import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.label.Requirement.Operator;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code matchLabels} and {@code matchExpressions}. */
final class SelectorReader {
  private static final String CODE = "invalid-selector";

  private final Findings findings;
  private final Function<String, LabelKey> keys;

  /** Of keys that say their source. */
  SelectorReader(Findings findings) {
    this(LabelKey::parse, findings);
  }

  private SelectorReader(Function<String, LabelKey> keys, Findings findings) {
    this.keys = keys;
    this.findings = findings;
  }

  /** Of keys that all have one source and do not say it. */
  static SelectorReader withSource(String source, Findings findings) {
    return new SelectorReader(name -> new LabelKey(source, name), findings);
  }

  /** Both parts. */
  Selector read(Fields selector) {
    List<Requirement> requirements = new ArrayList<>(labels(selector).requirements());
    requirements.addAll(expressions(selector).requirements());
    return new Selector(requirements);
  }

  Selector labels(Fields selector) {
    List<Requirement> requirements = new ArrayList<>();
    selector.get("matchLabels").ifPresent(n -> labels(n, requirements));
    return new Selector(requirements);
  }

  Selector expressions(Fields selector) {
    List<Requirement> requirements = new ArrayList<>();
    for (Fields expression : selector.objects("matchExpressions", CiliumSchema.EXPRESSION)) {
      expression(expression).ifPresent(requirements::add);
    }
    return new Selector(requirements);
  }

  private void labels(Node node, List<Requirement> requirements) {
    if (!(node instanceof Node.Mapping mapping)) {
      findings.wrongType(node, "an object");
      return;
    }
    mapping
        .fields()
        .forEach(
            (key, value) -> {
              LabelKey parsed = key(key, value);
              value(value).ifPresent(v -> requirements.add(Requirement.equal(parsed, v)));
            });
  }

  private Optional<Requirement> expression(Fields expression) {
    LabelKey key = key(expression.string("key").orElse(""), expression.node());
    String operatorText = expression.string("operator").orElse("");
    Optional<Operator> operator =
        Arrays.stream(Operator.values()).filter(o -> o.text().equals(operatorText)).findFirst();
    List<Node> written = expression.list("values");
    List<String> values = written.stream().flatMap(n -> value(n).stream()).toList();
    if (operator.isEmpty()) {
      fault(
          expression.get("operator").orElse(expression.node()),
          "\""
              + operatorText
              + "\": not a valid selector operator (expected: In, NotIn, Exists or"
              + " DoesNotExist)");
      return Optional.empty();
    }
    if (operator.get().takesValues() == written.isEmpty()) {
      fault(
          expression.get("values").orElse(expression.node()),
          operator.get().takesValues()
              ? "values must be specified when `operator` is 'In' or 'NotIn'"
              : "values may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      return Optional.empty();
    }
    return values.size() == written.size()
        ? Optional.of(new Requirement(key, operator.get(), values))
        : Optional.empty();
  }

  private LabelKey key(String text, Node at) {
    LabelKey key = keys.apply(text);
    LabelSyntax.keyFault(key).ifPresent(f -> fault(at, "key \"" + text + "\": " + f));
    return key;
  }

  private Optional<String> value(Node node) {
    Optional<String> text = Fields.string(node, findings);
    text.flatMap(LabelSyntax::valueFault)
        .ifPresent(f -> fault(node, "\"" + text.orElse("") + "\": " + f));
    return text;
  }

  private void fault(Node at, String message) {
    findings.error(at, CODE, "invalid label selector: " + message);
  }
}
