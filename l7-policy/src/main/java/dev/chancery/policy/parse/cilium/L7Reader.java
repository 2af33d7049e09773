package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.List;
import java.util.stream.Stream;

/** Reads {@code toPorts[].rules} and checks it against the ports beside it. */
final class L7Reader {
  private static final List<String> LISTS = List.of("http", "dns", "kafka", "l7");

  private final Context context;
  private final HttpReader http;
  private final NameReader names;
  private final ProxylibReader proxylib;

  L7Reader(Context context) {
    this.context = context;
    this.http = new HttpReader(context);
    this.names = new NameReader(context);
    this.proxylib = new ProxylibReader(context);
  }

  /**
   * Whether {@code rules} demand anything: lists without elements do not, nor does a name alone.
   */
  static boolean isWritten(Fields portRule) {
    return portRule
        .get("rules")
        .filter(Node.Mapping.class::isInstance)
        .map(n -> ((Node.Mapping) n).fields())
        .filter(
            f ->
                LISTS.stream()
                    .anyMatch(l -> f.get(l) instanceof Node.Sequence s && !s.items().isEmpty()))
        .isPresent();
  }

  L7Spec read(Fields portRule, ElementKind kind, List<WrittenPort> ports) {
    if (!kind.portSchema().fields().contains("rules")) {
      return new L7Spec.None();
    }
    return portRule
        .object("rules", CiliumSchema.L7_RULES)
        .map(r -> rules(r, kind, ports, isWritten(portRule)))
        .orElseGet(L7Spec.None::new);
  }

  private L7Spec rules(Fields rules, ElementKind kind, List<WrittenPort> ports, boolean written) {
    List<HttpRule> httpRules = http.read(rules);
    List<DnsRule> dnsRules = names.rules(rules);
    L7Spec other = proxylib.read(rules);
    if (written) {
      checkOneKind(rules);
      checkPorts(rules, kind, ports);
    }
    if (!httpRules.isEmpty()) {
      return new L7Spec.Http(httpRules);
    }
    return dnsRules.isEmpty() ? other : new L7Spec.Dns(dnsRules);
  }

  private void checkOneKind(Fields rules) {
    boolean named = !rules.string("l7proto").orElse("").isEmpty();
    if (rules.has("l7") && !named) {
      error(
          rules.get("l7").orElse(rules.node()),
          "l7-without-proto",
          "'l7' may only be specified when a 'l7proto' is also specified");
    }
    long kinds = Stream.of("http", "dns", "kafka").filter(rules::has).count() + (named ? 1 : 0);
    if (kinds > 1) {
      error(
          rules.node(),
          "two-protocols",
          "multiple L7 protocol rule types specified in single rule");
    }
  }

  private void checkPorts(Fields rules, ElementKind kind, List<WrittenPort> ports) {
    boolean dns = !rules.list("dns").isEmpty();
    if (dns) {
      checkDns(rules, kind, ports);
    }
    for (WrittenPort port : ports) {
      if (!dns && port.protocol() != Protocol.TCP) {
        error(
            port.node(),
            "l7-protocol",
            "L7 rules can only apply to TCP (not " + port.protocol() + ") except for DNS rules");
      }
      if (port.isAllPorts()) {
        error(port.node(), "l7-port-0", "L7 rules can not be used when a port is 0");
      }
    }
  }

  private void checkDns(Fields rules, ElementKind kind, List<WrittenPort> ports) {
    if (kind.direction() == Direction.INGRESS) {
      error(
          rules.get("dns").orElse(rules.node()),
          "dns-on-ingress",
          "L7 protocol DNS is not supported on ingress yet");
    }
    ports.stream()
        .filter(WrittenPort::isRange)
        .forEach(p -> error(p.node(), "dns-range", "DNS rules do not support port ranges"));
  }

  private void error(Node at, String code, String message) {
    context.findings().error(at, code, message);
  }
}
