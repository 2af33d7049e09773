package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Subject;
import dev.chancery.policy.parse.yaml.Fields;
import java.util.Optional;

/** Reads {@code endpointSelector} or {@code nodeSelector}. */
final class SubjectReader {
  private final Context context;
  private final SelectorReader selectors;

  SubjectReader(Context context) {
    this.context = context;
    this.selectors = new SelectorReader(context.findings());
  }

  /** The endpoints as written, before they are narrowed; everything where none are. */
  Selector written(Fields rule) {
    return endpoints(rule).map(selectors::read).orElse(Selector.EVERYTHING);
  }

  /** Empty, with an error, unless there is just one. */
  Optional<Subject> read(Fields rule) {
    Optional<Fields> endpoints = endpoints(rule);
    if (rule.has("nodeSelector")) {
      return nodes(rule, endpoints.isPresent());
    }
    if (endpoints.isEmpty()) {
      error(rule, "no-subject", "rule must have one of EndpointSelector or NodeSelector");
    }
    return endpoints.map(s -> new Subject.Endpoints(scoped(s)));
  }

  private Optional<Fields> endpoints(Fields rule) {
    return rule.get("endpointSelector").filter(n -> !n.isNull()).isPresent()
        ? rule.object("endpointSelector", CiliumSchema.SELECTOR)
        : Optional.empty();
  }

  private Optional<Subject> nodes(Fields rule, boolean endpointsToo) {
    if (endpointsToo) {
      error(rule, "two-subjects", "rule cannot have both EndpointSelector and NodeSelector");
    }
    if (context.scope().namespace().isPresent()) {
      context
          .findings()
          .error(
              rule.get("nodeSelector").orElse(rule.node()),
              "node-selector",
              "rule cannot have NodeSelector");
    }
    return rule.object("nodeSelector", CiliumSchema.SELECTOR)
        .map(selectors::read)
        .map(Subject.Nodes::new);
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

  private void error(Fields rule, String code, String message) {
    context.findings().error(rule.node(), code, message);
  }
}
