package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.Direction;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.model.Subject;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code spec} and the elements of {@code specs}. */
final class RuleReader {
  private final Context context;
  private final SelectorReader selectors;

  RuleReader(Context context) {
    this.context = context;
    this.selectors = new SelectorReader(context.findings());
  }

  /** Empty, with an error, where nothing is selected. */
  Optional<Rule> read(Fields rule) {
    if (Stream.of(ElementKind.values()).allMatch(k -> rule.list(k.field()).isEmpty())) {
      error(
          rule,
          "no-lists",
          "rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny");
    }
    Optional<Fields> selector = subject(rule);
    var reader =
        new ElementReader(context, selector.map(selectors::read).orElse(Selector.EVERYTHING));
    List<RuleElement> elements = new ArrayList<>();
    for (ElementKind kind : ElementKind.values()) {
      rule.list(kind.field()).forEach(n -> reader.read(n, kind).ifPresent(elements::add));
    }
    Set<Direction> defaultDeny = defaultDeny(rule, elements);
    List<Label> labels = labels(rule);
    String description = rule.string("description").orElse("");
    return selector.map(
        s ->
            new Rule(
                new Subject.Endpoints(scoped(s)),
                elements,
                defaultDeny,
                labels,
                description,
                Optional.empty(),
                context.origin(rule.node())));
  }

  private Selector scoped(Fields selector) {
    Selector labels = selectors.labels(selector);
    if (context.scope().overrides(labels)) {
      context
          .findings()
          .warning(
              selector.node(),
              "namespace-overridden",
              "a policy selects within its own namespace only: the one in matchLabels is replaced");
    }
    return context.scope().subject(labels, selectors.expressions(selector));
  }

  private Optional<Fields> subject(Fields rule) {
    boolean endpoints = rule.get("endpointSelector").filter(n -> !n.isNull()).isPresent();
    if (rule.has("nodeSelector")) {
      if (endpoints) {
        error(rule, "two-subjects", "rule cannot have both EndpointSelector and NodeSelector");
      }
      rule.object("nodeSelector", CiliumSchema.SELECTOR).ifPresent(selectors::read);
      refuseNodeSelector(rule);
    } else if (!endpoints) {
      error(rule, "no-subject", "rule must have one of EndpointSelector or NodeSelector");
    }
    return endpoints ? rule.object("endpointSelector", CiliumSchema.SELECTOR) : Optional.empty();
  }

  private void refuseNodeSelector(Fields rule) {
    Node at = rule.get("nodeSelector").orElse(rule.node());
    if (context.scope().namespace().isPresent()) {
      context.findings().error(at, "node-selector", "rule cannot have NodeSelector");
    } else {
      context.findings().error(at, "not-supported", "nodeSelector is not supported yet");
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

  private static List<Label> labels(Fields rule) {
    return rule.objects("labels", CiliumSchema.LABEL).stream()
        .map(
            f ->
                new Label(
                    f.string("source").filter(s -> !s.isEmpty()).orElse("unspec"),
                    f.string("key").orElse(""),
                    f.string("value").orElse("")))
        .toList();
  }

  private void error(Fields rule, String code, String message) {
    context.findings().error(rule.node(), code, message);
  }
}
