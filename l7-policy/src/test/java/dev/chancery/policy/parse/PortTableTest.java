package dev.chancery.policy.parse;

import static dev.chancery.policy.parse.Row.egress;
import static dev.chancery.policy.parse.Row.ingress;
import static dev.chancery.policy.parse.Row.port;
import static dev.chancery.policy.parse.Row.refuses;
import static dev.chancery.policy.parse.Row.takes;
import static dev.chancery.policy.parse.Row.toPorts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.ListenerRef;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.model.TlsContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code toPorts}, but for the HTTP rules in it, and {@code icmps}. */
class PortTableTest {
  private static final String TCP = "ports: [{port: '443', protocol: TCP}], ";
  private static final String HTTP = "rules: {http: [{}]}";
  private static final String LISTENER =
      "listener: {envoyConfig: {kind: CiliumEnvoyConfig, name: c}, name: l%s}";
  private static final String PROTOCOLS = "must be { tcp | udp | sctp | vrrp | igmp | any }";

  static final List<Row> ROWS =
      List.of(
          takes("40 ports", toPorts("ports: [" + many(40, "{port: '%d'}") + "]")),
          refuses(
              "41 ports",
              toPorts("ports: [" + many(41, "{port: '%d'}") + "]"),
              "too many ports, the max is 40"),
          takes("a number", port("port: '8080'")),
          takes("a name", port("port: HTTP-alt")),
          takes("a name that looks like a number", port("port: '0x10'")),
          takes("an octal number", port("port: '0120'")),
          refuses("no octal number", port("port: '080'"), "unable to parse port"),
          takes("a number with an underscore", port("port: '8_0'")),
          refuses("a number beyond the last", port("port: '65536'"), "unable to parse port"),
          refuses("an empty port", port("port: ''"), "port must be specified"),
          refuses("no port", port("protocol: TCP"), "port must be specified"),
          refuses("a port that is no text", port("port: 80"), "expected: a string"),
          takes("port 0", port("port: '0'")),
          takes("endPort", port("port: '1', endPort: 65535")),
          takes("endPort below the port", port("port: '80', endPort: 1")),
          takes("endPort of a name", port("port: http, endPort: 90")),
          takes("endPort of port 0", port("port: '0', endPort: 90")),
          refuses("endPort beyond the last", port("port: '1', endPort: 65536"), "schema-range"),
          refuses("endPort below the first", port("port: '1', endPort: -1"), "schema-range"),
          takes("protocols", port("port: '1', protocol: TCP")),
          takes("a protocol in lower case", port("port: '1', protocol: sctp")),
          takes("any protocol", port("port: '1', protocol: any")),
          refuses(
              "ICMP", port("port: '1', protocol: ICMP"), "invalid protocol \"ICMP\", " + PROTOCOLS),
          refuses("another", port("port: '1', protocol: http"), "invalid protocol \"HTTP\""),
          takes("VRRP", port("port: '0', protocol: VRRP")),
          refuses("VRRP of a port", port("port: '1', protocol: VRRP"), "port must be empty or 0"),
          takes("VRRP in lower case of a port", port("port: '1', protocol: vrrp")),
          takes("no ports", egress("toPorts: [{}]")),
          takes("no ports with http", toPorts(HTTP)),
          takes("toPorts: []", egress("toPorts: []")),
          refuses(
              "http on any protocol",
              toPorts("ports: [{port: '80'}], " + HTTP),
              "L7 rules can only apply to TCP (not ANY) except for DNS rules"),
          refuses(
              "http on port 0",
              toPorts("ports: [{port: '0', protocol: TCP}], " + HTTP),
              "L7 rules can not be used when a port is 0"),
          refuses(
              "dns on port 0",
              toPorts("ports: [{port: '0'}], rules: {dns: [{matchPattern: '*'}]}"),
              "L7 rules can not be used when a port is 0"),
          refuses(
              "dns on ingress",
              ingress("toPorts: [{ports: [{port: '53'}], rules: {dns: [{matchPattern: '*'}]}}]"),
              "L7 protocol DNS is not supported on ingress yet"),
          refuses(
              "dns without ports",
              toPorts("rules: {dns: [{matchPattern: '*'}]}"),
              "port 53 must be specified for DNS rules"),
          takes(
              "dns on another port",
              toPorts("ports: [{port: '5353'}], rules: {dns: [{matchPattern: '*'}]}")),
          refuses(
              "dns on a range",
              toPorts("ports: [{port: '53', endPort: 54}], rules: {dns: [{matchPattern: '*'}]}"),
              "DNS rules do not support port ranges"),
          refuses(
              "two kinds of rules",
              toPorts(TCP + "rules: {http: [{}], kafka: [{topic: t}]}"),
              "multiple L7 protocol rule types specified in single rule"),
          refuses(
              "an empty kind beside another",
              toPorts(TCP + "rules: {http: [], dns: [{matchPattern: '*'}]}"),
              "multiple L7 protocol rule types specified in single rule"),
          takes("empty kinds", toPorts(TCP + "rules: {http: [], dns: []}")),
          takes("http: [] on any protocol", toPorts("ports: [{port: '80'}], rules: {http: []}")),
          takes("http: [{}]", toPorts(TCP + HTTP)),
          refuses(
              "l7 without l7proto",
              toPorts(TCP + "rules: {l7: [{a: b}]}"),
              "'l7' may only be specified when a 'l7proto' is also specified"),
          takes("l7 with l7proto", toPorts(TCP + "rules: {l7proto: x, l7: [{a: b}]}")),
          refuses(
              "l7 with an empty key",
              toPorts(TCP + "rules: {l7proto: x, l7: [{'': b}]}"),
              "Empty key not allowed"),
          takes("l7proto alone", toPorts(TCP + "rules: {l7proto: x}")),
          takes("kafka", kafka("role: Consume, topic: t, clientID: c, apiVersion: '5'")),
          refuses("kafka, role and key", kafka("role: produce, apiKey: fetch"), "cannot set both"),
          refuses("kafka, another role", kafka("role: x"), "invalid Kafka Role \"x\""),
          refuses("kafka, another key", kafka("apiKey: x"), "invalid Kafka APIKey \"x\""),
          refuses("kafka, no version", kafka("apiVersion: '32768'"), "invalid Kafka APIVersion"),
          refuses("kafka, no topic", kafka("topic: a b"), "invalid Kafka Topic name \"a b\""),
          takes("serverNames", toPorts(TCP + "serverNames: [a.example, '*.b.example']")),
          refuses(
              "serverNames with rules",
              toPorts(TCP + "serverNames: [a.example], " + HTTP),
              "ServerNames are not allowed with L7 rules without TLS termination"),
          takes(
              "serverNames with rules and TLS",
              toPorts(TCP + "serverNames: [a.b], terminatingTLS: {secret: {name: s}}, " + HTTP)),
          refuses(
              "an empty server name",
              toPorts(TCP + "serverNames: ['']"),
              "empty server name is not allowed"),
          refuses("no server name", toPorts(TCP + "serverNames: ['a..b']"), "schema-pattern"),
          takes("serverNames off TCP", toPorts("ports: [{port: '0'}], serverNames: [a.b]")),
          takes("listener", toPorts(TCP + LISTENER.formatted(", priority: 100"))),
          refuses(
              "listener on ingress",
              ingress("toPorts: [{" + TCP + LISTENER.formatted("") + "}]"),
              "Listener is not allowed on ingress (l)"),
          refuses(
              "listener with rules",
              toPorts(TCP + HTTP + ", " + LISTENER.formatted("")),
              "Listener is not allowed with L7 rules (l)"),
          refuses(
              "priority beyond 100",
              toPorts(TCP + LISTENER.formatted(", priority: 101")),
              "schema-range"),
          refuses("priority 0", toPorts(TCP + LISTENER.formatted(", priority: 0")), "schema-range"),
          refuses(
              "listener without a configuration", toPorts(TCP + "listener: {name: l}"), "schema-"),
          refuses(
              "configuration of another kind",
              toPorts(TCP + "listener: {envoyConfig: {kind: Secret, name: c}, name: l}"),
              "schema-enum"),
          takes("TLS", toPorts(TCP + "originatingTLS: {secret: {namespace: n, name: s}}")),
          refuses("TLS without a secret", toPorts(TCP + "terminatingTLS: {}"), "schema-required"),
          refuses(
              "TLS with a secret without a name",
              toPorts(TCP + "terminatingTLS: {secret: {namespace: n}}"),
              "schema-required"));

  static final List<Row> OTHERS =
      List.of(
          takes("icmps", icmp("type: 8")),
          takes("a type by its name", icmp("type: EchoRequest, family: IPv6")),
          refuses("another name", icmp("type: Nope"), "ICMP type Nope not found in "),
          refuses(
              "a name of the other family",
              icmp("type: PacketTooBig, family: IPv4"),
              "ICMP type PacketTooBig not found in IPv4"),
          refuses("another family", icmp("type: 8, family: v4"), "wrong family: v4"),
          refuses("a type beyond 255", icmp("type: 256"), "schema-range"),
          refuses(
              "41 types",
              ingress("icmps: [{fields: [" + many(41, "{type: %d}") + "]}]"),
              "too many types, the max is 40"),
          refuses(
              "icmps with toPorts",
              ingress("icmps: [{fields: [{type: 8}]}], toPorts: [{}]"),
              "the ICMPs block may only be present without ToPorts. Define a separate rule to use"
                  + " ToPorts"),
          takes("authentication disabled", ingress("authentication: {mode: disabled}")),
          takes("authentication required", ingress("authentication: {mode: required}")),
          takes("authentication that fails", egress("authentication: {mode: test-always-fail}")),
          refuses("another mode", ingress("authentication: {mode: always}"), "schema-enum"),
          refuses("no mode", ingress("authentication: {}"), "schema-required"));

  private static String many(int count, String each) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(each::formatted)
        .collect(Collectors.joining(", "));
  }

  private static String kafka(String rule) {
    return toPorts(TCP + "rules: {kafka: [{" + rule + "}]}");
  }

  private static String icmp(String field) {
    return ingress("icmps: [{fields: [{" + field + "}]}]");
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void row(Row row) {
    row.check();
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("OTHERS")
  void other(Row row) {
    row.check();
  }

  @Test
  void connectionRulesAreThoseWritten() {
    ConnectionRules connection =
        ports(
                toPorts(
                    TCP
                        + "terminatingTLS: {secret: {namespace: n, name: s}, certificate: c},"
                        + " originatingTLS: {secret: {name: t}, trustedCA: ca}, serverNames: [a.b],"
                        + " listener: {envoyConfig: {kind: CiliumEnvoyConfig, name: c}, name: l,"
                        + " priority: 7}"))
            .connection();

    assertThat(connection)
        .isEqualTo(
            new ConnectionRules(
                Optional.of(tls("n", "s", "", "c")),
                Optional.of(tls("", "t", "ca", "")),
                List.of("a.b"),
                Optional.of(new ListenerRef("CiliumEnvoyConfig", "c", "l", 7))));
  }

  private static TlsContext tls(String namespace, String name, String ca, String certificate) {
    return new TlsContext(
        Optional.of(new SecretRef(namespace, name)),
        Optional.of(ca).filter(s -> !s.isEmpty()),
        Optional.of(certificate).filter(s -> !s.isEmpty()),
        Optional.empty());
  }

  @Test
  void protocolsWithoutPortsHaveAllOfThem() {
    assertThat(ports(port("port: '0', protocol: IGMP")).ports())
        .containsExactly(new PortSpec.Range(PortRange.all(Protocol.IGMP)));
  }

  private static PortRule ports(String policy) {
    return new PolicyParser("default")
        .parse("p.yaml", policy)
        .get(0)
        .policy()
        .orElseThrow()
        .rules()
        .get(0)
        .elements()
        .get(0)
        .ports()
        .get(0);
  }
}
