package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.parse.yaml.Fields;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code toPorts}. */
final class PortsReader {
  private static final int MAX_PORTS = 40;

  private final Context context;
  private final L7Reader l7;
  private final ConnectionReader connections;

  PortsReader(Context context) {
    this.context = context;
    this.l7 = new L7Reader(context);
    this.connections = new ConnectionReader(context);
  }

  /** Empty where no {@code toPorts} is written, or an empty one. */
  List<PortRule> read(Fields element, ElementKind kind) {
    List<PortRule> rules = new ArrayList<>();
    for (Fields rule : element.objects("toPorts", kind.portSchema())) {
      rules.add(rule(rule, kind));
    }
    return rules;
  }

  private PortRule rule(Fields rule, ElementKind kind) {
    List<Fields> written = rule.objects("ports", CiliumSchema.PORT);
    if (written.size() > MAX_PORTS) {
      error(rule, "too-many-ports", "too many ports, the max is " + MAX_PORTS);
    }
    List<WrittenPort> ports =
        written.stream().flatMap(p -> WrittenPort.read(p, context).stream()).toList();
    L7Spec rules = l7.read(rule, kind, ports);
    ConnectionRules connection = connections.read(rule, kind, L7Reader.isWritten(rule));
    boolean anyWritten = !rule.list("ports").isEmpty();
    if (!anyWritten && rules instanceof L7Spec.Dns) {
      error(rule, "dns-without-port", "port 53 must be specified for DNS rules");
    } else if (!anyWritten) {
      context
          .findings()
          .warning(rule.node(), "no-ports", "an element of toPorts without ports opens nothing");
    }
    List<PortSpec> specs = ports.stream().flatMap(p -> p.specs().stream()).toList();
    return new PortRule(specs, rules, connection, context.origin(rule.node()));
  }

  private void error(Fields rule, String code, String message) {
    context.findings().error(rule.node(), code, message);
  }
}
