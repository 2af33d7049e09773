package dev.chancery.policy.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** spec/policy.md §4.2: what two rules say together of one selector on one filter. */
class MergeTableTest {
  private static final String PLAIN = "";
  private static final String GET_A = "rules: {http: [{path: /a}]}";
  private static final String GET_B = "rules: {http: [{path: /b}]}";
  private static final String DNS = "rules: {dns: [{matchName: a.test}]}";
  private static final String DNS_B = "rules: {dns: [{matchPattern: '*.b.test'}]}";
  private static final String KAFKA = "rules: {kafka: [{topic: t}]}";
  private static final String GENERIC = "rules: {l7proto: px, l7: [{a: b}]}";
  private static final String SNI = "serverNames: [a.test]";
  private static final String SNI_B = "serverNames: [b.test]";
  private static final String TLS = "terminatingTLS: {secret: {namespace: n, name: s}}";
  private static final String TLS_2 = "terminatingTLS: {secret: {namespace: n, name: s2}}";
  private static final String ORIGIN = "originatingTLS: {secret: {namespace: n, name: s}}";
  private static final String ORIGIN_2 = "originatingTLS: {secret: {namespace: n, name: s2}}";
  private static final String REQUIRED = "auth required";
  private static final String DISABLED = "auth disabled";
  private static final String DENY = "deny";
  private static final String SELECTOR =
      "{class=tiefighter, k8s:io.cilium.k8s.policy.cluster=default,"
          + " k8s:io.kubernetes.pod.namespace=default}";

  private static String listener(String name, int priority) {
    return "listener: {envoyConfig: {kind: CiliumEnvoyConfig, name: c}, name: %s%s}"
        .formatted(name, priority == 0 ? "" : ", priority: " + priority);
  }

  private static Arguments row(String name, String first, String second, String together) {
    return Arguments.of(name, first, second, together);
  }

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> ROWS =
      List.of(
          row("deny and anything: deny", DENY, GET_A, "deny"),
          row("anything and deny: deny", SNI, DENY, "deny"),
          row("identical: one is kept", GET_A, GET_A, "allow, through http at 101, paths /a"),
          row("two lists: union", GET_A, GET_B, "allow, through http at 101, paths /a /b"),
          row("list and none: wildcard", GET_A, PLAIN, "allow, through http at 101, paths /a *"),
          row("none and list: wildcard", PLAIN, GET_A, "allow, through http at 101, paths /a *"),
          row(
              "empty list is none",
              GET_A,
              "rules: {http: []}",
              "allow, through http at 101, paths /a *"),
          row(
              "two DNS lists: union",
              DNS,
              DNS_B,
              "allow, through dns at 121, asks a.test *.b.test"),
          row("DNS list and none: *", DNS, PLAIN, "allow, through dns at 121, asks a.test *"),
          row("http and dns clash", GET_A, DNS, "cannot merge conflicting L7 parsers (http/dns)"),
          row("dns and http clash", DNS, GET_A, "cannot merge conflicting L7 parsers (dns/http)"),
          row(
              "kafka and http clash",
              KAFKA,
              GET_A,
              "cannot merge conflicting L7 parsers (kafka/http)"),
          row(
              "http and a generic parser clash",
              GET_A,
              GENERIC,
              "cannot merge conflicting L7 parsers (http/px)"),
          row(
              "http and a listener clash",
              GET_A,
              listener("l", 0),
              "cannot merge conflicting L7 parsers (http/crd)"),
          row(
              "tls and a listener clash",
              TLS,
              listener("l", 0),
              "cannot merge conflicting L7 parsers (tls/crd)"),
          row("tls and dns clash", TLS, DNS, "cannot merge conflicting L7 parsers (tls/dns)"),
          row(
              "tls gives way to http",
              TLS,
              GET_A,
              "allow, through http at 101, paths /a *, terminating"),
          row("tls gives way to kafka", TLS, KAFKA, "allow, through kafka at 106, terminating"),
          row(
              "tls gives way to a generic parser",
              GENERIC,
              TLS,
              "allow, through px at 111, terminating"),
          row(
              "two sets of names: union",
              SNI,
              SNI_B,
              "allow, through tls at 116, names a.test b.test"),
          row(
              "a plain allow does not lift names",
              SNI,
              PLAIN,
              "allow, through tls at 116, names a.test"),
          row(
              "names after a plain allow stand",
              PLAIN,
              SNI,
              "allow, through tls at 116, names a.test"),
          row(
              "names, then a list: both",
              SNI,
              GET_A,
              "allow, through http at 101, paths /a *, names a.test"),
          row(
              "a list, then names: clash",
              GET_A,
              SNI,
              "cannot merge L7 rules for cached selector "
                  + SELECTOR
                  + " with SNI filtering without TLS termination"),
          row(
              "a list under termination, then names: both",
              TLS + ", " + GET_A,
              SNI,
              "allow, through http at 101, paths /a *, names a.test, terminating"),
          row("equal contexts are one", TLS, TLS, "allow, through tls at 116, terminating"),
          row("a context and none: it stays", PLAIN, TLS, "allow, through tls at 116, terminating"),
          row(
              "different terminating contexts clash",
              TLS,
              TLS_2,
              "cannot merge conflicting terminating TLS contexts for cached selector "
                  + SELECTOR
                  + ": (n/s/n/s2)"),
          row(
              "different originating contexts clash",
              ORIGIN,
              ORIGIN_2,
              "cannot merge conflicting originating TLS contexts for cached selector "
                  + SELECTOR
                  + ": (n/s/n/s2)"),
          row(
              "contexts of two kinds: both",
              TLS,
              ORIGIN,
              "allow, through tls at 116, terminating, originating"),
          row(
              "the listener of the lower priority wins",
              listener("l", 20),
              listener("m", 10),
              "allow, through 12002 at 10"),
          row(
              "a listener without priority loses",
              listener("l", 0),
              listener("m", 100),
              "allow, through 12002 at 100"),
          row(
              "two listeners of one priority clash",
              listener("l", 20),
              listener("m", 20),
              "cannot merge conflicting CiliumEnvoyConfig Listeners (default/c/m/default/c/l)"
                  + " with the same priority (20)"),
          row(
              "two listeners without priority clash",
              listener("l", 0),
              listener("m", 0),
              "cannot merge conflicting CiliumEnvoyConfig Listeners (default/c/m/default/c/l)"
                  + " with the same priority (126)"),
          row(
              "one listener twice: the lower priority",
              listener("l", 30),
              listener("l", 10),
              "allow, through 12001 at 10"),
          row(
              "a listener and none: it stays",
              PLAIN,
              listener("l", 7),
              "allow, through 12001 at 7"),
          row(
              "a listener without a port is still the way",
              PLAIN,
              listener("x", 7),
              "allow, through crd at 7"),
          row("equal modes are one", REQUIRED, REQUIRED, "allow, auth required"),
          row("a mode and none: the mode", REQUIRED, PLAIN, "allow, auth required"),
          row(
              "different modes clash",
              REQUIRED,
              DISABLED,
              "cannot merge conflicting authentication types (disabled/required)"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void sayTogether(String name, String first, String second, String together) {
    Cluster cluster =
        Cluster.starWars()
            .listeners(Map.of("default/c/l", 12001, "default/c/m", 12002))
            .policy(policy("one", first))
            .policy(policy("two", second));
    Resolution resolution = cluster.resolve();
    Conflict conflict = resolution.conflicts().get(Cluster.D);
    EndpointPolicy policy = requireNonNull(resolution.policies().get(Cluster.D));

    if (conflict != null) {
      assertThat(conflict.message()).isEqualTo(together);
      assertThat(conflict.rules()).hasSize(2);
      assertThat(policy.egress()).isEqualTo(new DirectionPolicy(Direction.EGRESS, true, List.of()));
      assertThat(resolution.conflicts()).hasSize(1);
    } else {
      PolicyEntry entry = only(policy.egress());
      assertThat(EntryText.of(entry)).isEqualTo(together);
      assertThat(entry.ports()).isEqualTo(PortRange.of(Protocol.TCP, 80));
      assertThat(entry.parts())
          .extracting(p -> p.origin().policy().name())
          .containsExactly("one", "two");
    }
  }

  private static PolicyEntry only(DirectionPolicy policy) {
    assertThat(policy.entries()).hasSize(1);
    return policy.entries().get(0);
  }

  private static String policy(String name, String says) {
    boolean denies = says.equals(DENY);
    boolean authenticates = says.startsWith("auth ");
    String rest = denies || authenticates || says.isEmpty() ? "" : ", " + says;
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: %s, namespace: default}
        spec:
          endpointSelector: {matchLabels: {class: deathstar}}
          %s:
          - toEndpoints: [{matchLabels: {class: tiefighter}}]
            toPorts: [{ports: [{port: '80', protocol: TCP}]%s}]
        %s"""
        .formatted(
            name,
            denies ? "egressDeny" : "egress",
            rest,
            authenticates ? "    authentication: {mode: " + says.substring(5) + "}\n" : "");
  }

  /** What is a filter of its own, and so not merged. */
  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> FILTERS =
      List.of(
          Arguments.of("a number", "{port: '80', protocol: TCP}", "80/TCP"),
          Arguments.of("a range", "{port: '80', endPort: 90, protocol: TCP}", "80-90/TCP"),
          Arguments.of("ANY is three", "{port: '80'}", "80/TCP 80/UDP 80/SCTP"),
          Arguments.of("port 0", "{port: '0', protocol: UDP}", "*/UDP"),
          Arguments.of("port 0 of ANY", "{port: '0'}", "*/TCP */UDP */SCTP"),
          Arguments.of(
              "the same number twice",
              "{port: '80', protocol: TCP}, {port: '80', protocol: TCP}",
              "80/TCP"),
          Arguments.of(
              "a number and its name",
              "{port: '80', protocol: TCP}, {port: web, protocol: TCP}",
              "80/TCP 80/TCP"),
          Arguments.of(
              "a number in a range",
              "{port: '80', protocol: TCP}, {port: '80', endPort: 81, protocol: TCP}",
              "80/TCP 80-81/TCP"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("FILTERS")
  void filtersAreThePortsAsWritten(String name, String ports, String filters) {
    DirectionPolicy policy =
        Cluster.starWars()
            .pod("default/a", "127.20.0.10", Map.of(), Cluster.tcp("web", 80))
            .policy(policy("p", "").replace("{port: '80', protocol: TCP}", ports))
            .direction(Direction.EGRESS, Cluster.D);

    assertThat(
            policy.entries().stream()
                .map(e -> e.ports().toString())
                .collect(Collectors.joining(" ")))
        .isEqualTo(filters);
  }

  @Test
  void typeZeroIsItselfWhereItIsAllowedAndEveryTypeWhereItIsDenied() {
    String icmp =
        policy("p", "").replaceFirst("toPorts: .*", "icmps: [{fields: [{type: 0, family: IPv4}]}]");

    assertThat(ports(icmp)).isEqualTo("0/ICMP");
    assertThat(ports(icmp.replace("egress:", "egressDeny:"))).isEqualTo("*/ICMP");
  }

  private static String ports(String policy) {
    return Cluster.starWars()
        .policy(policy)
        .direction(Direction.EGRESS, Cluster.D)
        .entries()
        .stream()
        .map(e -> e.ports().toString())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("SELECTORS")
  void selectorsAreEqualHoweverTheyAreSpelt(String name, String one, String other, int entries) {
    String spec = policy("p", GET_A);
    String peer = "toEndpoints: [{matchLabels: {class: tiefighter}}]";
    DirectionPolicy policy =
        Cluster.starWars()
            .policy(spec.replace(peer, one))
            .policy(policy("q", "").replace(peer, other))
            .direction(Direction.EGRESS, Cluster.D);

    assertThat(policy.entries()).hasSize(entries);
  }

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> SELECTORS =
      Stream.of(
              List.of("all is no list", "toEntities: [all]", "toEntities: [all]"),
              List.of(
                  "host by entity and by label",
                  "toEntities: [host]",
                  "toEndpoints: [{matchLabels: {'reserved:host': ''}}]"),
              List.of(
                  "one prefix, two ways",
                  "toCIDR: [10.0.0.0/8]",
                  "toCIDRSet: [{cidr: 10.0.0.0/8}]"),
              List.of(
                  "two labels in another order",
                  "toEndpoints: [{matchLabels: {org: empire, class: tiefighter}}]",
                  "toEndpoints: [{matchLabels: {class: tiefighter, org: empire}}]"))
          .map(r -> Arguments.of(r.get(0), r.get(1), r.get(2), 1))
          .toList();
}
