package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.List;

/** Reads {@code toPorts[].rules} and checks it against the ports beside it. */
final class L7Reader {
  private final Context context;
  private final HttpReader http;
  private final DnsReader dns;

  L7Reader(Context context) {
    this.context = context;
    this.http = new HttpReader(context);
    this.dns = new DnsReader(context);
  }

  L7Spec read(Fields portRule, ElementKind kind, List<WrittenPort> ports) {
    if (!kind.portSchema().fields().contains("rules")) {
      return new L7Spec.None();
    }
    return portRule
        .object("rules", CiliumSchema.L7_RULES)
        .map(r -> rules(r, kind, ports))
        .orElseGet(L7Spec.None::new);
  }

  private L7Spec rules(Fields rules, ElementKind kind, List<WrittenPort> ports) {
    List<HttpRule> httpRules = http.read(rules);
    List<DnsRule> dnsRules = dns.read(rules);
    boolean writesDns = !rules.list("dns").isEmpty();
    if (rules.has("http") && rules.has("dns")) {
      error(
          rules.node(),
          "two-protocols",
          "multiple L7 protocol rule types specified in single rule");
    }
    if (!rules.list("http").isEmpty()) {
      checkHttpPorts(ports);
    }
    if (writesDns) {
      checkDns(rules, kind, ports);
    }
    if (!httpRules.isEmpty()) {
      return new L7Spec.Http(httpRules);
    }
    return dnsRules.isEmpty() ? new L7Spec.None() : new L7Spec.Dns(dnsRules);
  }

  private void checkHttpPorts(List<WrittenPort> ports) {
    for (WrittenPort port : ports) {
      if (port.protocol() != Protocol.TCP) {
        error(
            port.node(),
            "l7-protocol",
            "L7 rules can only apply to TCP (not " + port.protocol() + ") except for DNS rules");
      }
    }
    checkPortZero(ports);
  }

  private void checkPortZero(List<WrittenPort> ports) {
    ports.stream()
        .filter(WrittenPort::isAllPorts)
        .forEach(p -> error(p.node(), "l7-port-0", "L7 rules can not be used when a port is 0"));
  }

  private void checkDns(Fields rules, ElementKind kind, List<WrittenPort> ports) {
    Node at = rules.get("dns").orElse(rules.node());
    if (kind.direction() == Direction.INGRESS) {
      error(at, "dns-on-ingress", "L7 protocol DNS is not supported on ingress yet");
    }
    ports.stream()
        .filter(WrittenPort::isRange)
        .forEach(p -> error(p.node(), "dns-range", "DNS rules do not support port ranges"));
    checkPortZero(ports);
    context
        .findings()
        .warning(
            at,
            "dns-not-enforced",
            "accepted; DNS rules not enforced yet: every name is allowed on these ports");
  }

  private void error(Node at, String code, String message) {
    context.findings().error(at, code, message);
  }
}
