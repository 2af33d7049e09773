package dev.chancery.policy.parse.kubernetes;

import dev.chancery.policy.Direction;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the elements of {@code ingress} or {@code egress}. */
final class Elements {
  private final Direction direction;
  private final PolicyRef ref;
  private final PeerReader peers;
  private final Findings findings;

  Elements(Direction direction, PolicyRef ref, Selectors selectors, Findings findings) {
    this.direction = direction;
    this.ref = ref;
    this.peers = new PeerReader(selectors, findings);
    this.findings = findings;
  }

  List<RuleElement> read(Fields spec) {
    boolean in = direction == Direction.INGRESS;
    var schema = in ? KubernetesSchema.INGRESS : KubernetesSchema.EGRESS;
    return spec.objects(direction.text(), schema).stream()
        .map(element -> element(element, in ? "from" : "to"))
        .toList();
  }

  private RuleElement element(Fields element, String peerField) {
    List<PeerSelector> selectors = new ArrayList<>();
    element
        .objects(peerField, KubernetesSchema.PEER)
        .forEach(p -> peers.read(p).ifPresent(selectors::add));
    PeerRule peerRule =
        element.list(peerField).isEmpty() ? new PeerRule.Everyone() : new PeerRule.AnyOf(selectors);
    List<PortRule> ports = ports(element);
    var origin = origin(element.node());
    return new RuleElement(
        direction,
        Action.ALLOW,
        peerRule,
        ports.isEmpty() ? List.of(PortRule.everything(origin)) : ports,
        Optional.empty(),
        origin);
  }

  private List<PortRule> ports(Fields element) {
    List<PortRule> ports = new ArrayList<>();
    for (Fields port : element.objects("ports", KubernetesSchema.PORT)) {
      List<PortSpec> spec = PortReader.read(port, findings).stream().toList();
      ports.add(new PortRule(spec, new L7Spec.None(), origin(port.node())));
    }
    return ports;
  }

  private Provenance origin(Node node) {
    return new Provenance(ref, node.path(), node.location());
  }
}
