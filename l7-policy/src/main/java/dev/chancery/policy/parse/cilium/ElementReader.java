package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Authentication;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the elements of {@code ingress}, {@code ingressDeny}, {@code egress}, {@code egressDeny}.
 */
final class ElementReader {
  private final Context context;
  private final PeersReader peers;
  private final PortsReader ports;
  private final IcmpReader icmps;

  ElementReader(Context context, Selector subject) {
    this.context = context;
    this.peers = new PeersReader(context, subject);
    this.ports = new PortsReader(context);
    this.icmps = new IcmpReader(context);
  }

  Optional<RuleElement> read(Node node, ElementKind kind) {
    return Fields.open(node, kind.schema(), context.findings()).map(f -> read(f, kind));
  }

  private Optional<Authentication> authentication(Fields element) {
    Optional<Fields> written = element.object("authentication", CiliumSchema.AUTHENTICATION);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    String text = written.get().required("mode");
    Optional<Authentication> mode = Authentication.of(text);
    if (mode.isEmpty() && !text.isEmpty()) {
      context
          .findings()
          .schemaError(
              written.get().get("mode").orElse(element.node()),
              "enum",
              "mode: " + text + " (expected: disabled, required or test-always-fail)");
    }
    return mode;
  }

  private RuleElement read(Fields element, ElementKind kind) {
    List<PortRule> portRules = new ArrayList<>(ports.read(element, kind));
    portRules.addAll(icmps.read(element));
    PeerRule peerRule = peers.read(element, kind, !portRules.isEmpty());
    var origin = context.origin(element.node());
    return new RuleElement(
        kind.direction(),
        kind.action(),
        peerRule,
        portRules.isEmpty() ? List.of(PortRule.everything(origin)) : portRules,
        authentication(element),
        origin);
  }
}
