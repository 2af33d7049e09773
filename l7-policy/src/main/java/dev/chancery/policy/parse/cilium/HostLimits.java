package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.parse.yaml.Findings;
import java.util.List;

/** What a rule about nodes may not demand above L4. */
final class HostLimits {
  private HostLimits() {}

  static void check(List<RuleElement> elements, Findings findings) {
    for (RuleElement element : elements) {
      for (PortRule ports : element.ports()) {
        check(element.direction(), ports, findings);
      }
    }
  }

  private static void check(Direction direction, PortRule ports, Findings findings) {
    String protocol = protocol(ports.l7());
    if (protocol.isEmpty()) {
      return;
    }
    if (direction == Direction.INGRESS) {
      findings.error(
          ports.origin(), "l7-on-host", "L7 policy is not supported on host ingress yet");
    } else if (!protocol.equals("DNS")) {
      findings.error(
          ports.origin(),
          "l7-on-host",
          "L7 protocol " + protocol + " is not supported on host egress yet");
    }
  }

  /** Empty for what may be demanded of both. */
  private static String protocol(L7Spec l7) {
    if (l7 instanceof L7Spec.Http) {
      return "HTTP";
    }
    if (l7 instanceof L7Spec.Dns) {
      return "DNS";
    }
    return l7 instanceof L7Spec.Unenforced other && other.parser().equals("kafka") ? "Kafka" : "";
  }
}
