package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.Direction;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.model.Subject;
import dev.chancery.policy.parse.yaml.Fields;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code spec} and the elements of {@code specs}. */
final class RuleReader {
  private final Context context;
  private final SubjectReader subjects;
  private final RuleText texts;

  RuleReader(Context context) {
    this.context = context;
    this.subjects = new SubjectReader(context);
    this.texts = new RuleText(context.findings());
  }

  /** Empty, with an error, where nothing is selected. */
  Optional<Rule> read(Fields rule) {
    checkLists(rule);
    Selector written = subjects.written(rule);
    Optional<Subject> subject = subjects.read(rule);
    var reader = new ElementReader(context, written);
    List<RuleElement> elements = new ArrayList<>();
    for (ElementKind kind : ElementKind.values()) {
      rule.list(kind.field()).forEach(n -> reader.read(n, kind).ifPresent(elements::add));
    }
    if (subject.filter(Subject.Nodes.class::isInstance).isPresent()) {
      HostLimits.check(elements, context.findings());
    }
    Set<Direction> defaultDeny = defaultDeny(rule, elements);
    List<Label> labels = texts.labels(rule);
    String description = rule.string("description").orElse("");
    Optional<String> log = texts.log(rule);
    return subject.map(
        s ->
            new Rule(
                s, elements, defaultDeny, labels, description, log, context.origin(rule.node())));
  }

  /** Up to 1.18 a rule may say nothing. */
  private void checkLists(Fields rule) {
    if (Stream.of(ElementKind.values()).anyMatch(k -> !rule.list(k.field()).isEmpty())) {
      return;
    }
    if (context.language().compat().isAtLeast(Compat.V1_19)) {
      context
          .findings()
          .error(
              rule.node(),
              "no-lists",
              "rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny");
    } else {
      context
          .findings()
          .warning(rule.node(), "no-lists", "a rule without ingress and egress does nothing");
    }
  }

  private static Set<Direction> defaultDeny(Fields rule, List<RuleElement> elements) {
    Optional<Fields> written = rule.object("enableDefaultDeny", CiliumSchema.DEFAULT_DENY);
    var denied = EnumSet.noneOf(Direction.class);
    for (Direction direction : Direction.values()) {
      boolean wanted = written.flatMap(w -> w.bool(direction.text())).orElse(true);
      if (wanted && elements.stream().anyMatch(e -> e.direction() == direction)) {
        denied.add(direction);
      }
    }
    return denied;
  }
}
