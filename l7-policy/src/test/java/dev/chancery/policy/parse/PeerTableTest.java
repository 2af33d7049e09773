package dev.chancery.policy.parse;

import static dev.chancery.policy.parse.Row.clusterwide;
import static dev.chancery.policy.parse.Row.egress;
import static dev.chancery.policy.parse.Row.element;
import static dev.chancery.policy.parse.Row.ingress;
import static dev.chancery.policy.parse.Row.refuses;
import static dev.chancery.policy.parse.Row.takes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.label.LabelKey;
import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The lists of peers. */
class PeerTableTest {
  private static final String NODES_OFF =
      "FromNodes/ToNodes rules can only be applied when the \"enable-node-selector-labels\" flag is"
          + " set";

  static final List<Row> ROWS =
      List.of(
          takes("fromEndpoints", ingress("fromEndpoints: [{}]")),
          takes("toEndpoints", egress("toEndpoints: [{matchLabels: {a: b}}]")),
          takes("fromEntities", ingress("fromEntities: [all, cluster, none, kube-apiserver]")),
          takes("toEntities", egress("toEntities: [world, host, remote-node, init, health]")),
          refuses("another entity", ingress("fromEntities: [moon]"), "unsupported entity: moon"),
          refuses("an entity in capitals", ingress("fromEntities: [World]"), "unsupported entity"),
          refuses("world-ipv4", ingress("fromEntities: [world-ipv4]"), "schema-enum"),
          takes("fromCIDR with host bits", ingress("fromCIDR: [10.1.2.3/8, 'fd00::1/8']")),
          takes("fromCIDR with a bare address", ingress("fromCIDR: [10.1.2.3, 'fd00::1']")),
          refuses("fromCIDR empty", ingress("fromCIDR: ['']"), "IP must be specified"),
          refuses("fromCIDR of no address", ingress("fromCIDR: [a/8]"), "unable to parse CIDR"),
          refuses("fromCIDR with a zone", ingress("fromCIDR: ['fe80::1%e']"), "unable to parse"),
          takes("fromCIDRSet", ingress("fromCIDRSet: [{cidr: 10.0.0.0/8}]")),
          refuses("a bare address in a set", ingress("fromCIDRSet: [{cidr: 10.0.0.1}]"), "CIDR"),
          takes("except", ingress("fromCIDRSet: [{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}]")),
          takes(
              "except that starts inside",
              ingress("fromCIDRSet: [{cidr: 10.0.0.0/16, except: [10.0.0.0/8]}]")),
          refuses(
              "except outside",
              ingress("fromCIDRSet: [{cidr: 10.0.0.0/8, except: [11.0.0.0/16]}]"),
              "allow CIDR prefix 10.0.0.0/8 does not contain exclude CIDR prefix 11.0.0.0/16"),
          takes("cidrGroupRef", egress("toCIDRSet: [{cidrGroupRef: vpn}]")),
          refuses("cidrGroupRef of no name", egress("toCIDRSet: [{cidrGroupRef: A B}]"), "schema-"),
          takes("cidrGroupSelector", egress("toCIDRSet: [{cidrGroupSelector: {}}]")),
          refuses(
              "except of a group that is no prefix",
              egress("toCIDRSet: [{cidrGroupRef: vpn, except: [x]}]"),
              "unable to parse CIDR"),
          refuses(
              "cidr and group",
              egress("toCIDRSet: [{cidr: 10.0.0.0/8, cidrGroupRef: vpn}]"),
              "more than one of cidr, cidrGroupRef, or cidrGroupSelector may not be set"),
          refuses(
              "neither cidr nor group",
              egress("toCIDRSet: [{except: [10.0.0.0/8]}]"),
              "one of cidr, cidrGroupRef, or cidrGroupSelector is required"),
          refuses("fromNodes", ingress("fromNodes: [{}]"), NODES_OFF),
          refuses("toNodes", egress("toNodes: [{matchLabels: {a: b}}]"), NODES_OFF),
          takes("toFQDNs", egress("toFQDNs: [{matchName: a.example}, {matchPattern: '*.b'}]")),
          takes(
              "toFQDNs with http",
              egress(
                  "toFQDNs: [{matchName: a.example}], toPorts: [{ports: [{port: '80', protocol:"
                      + " TCP}], rules: {http: [{}]}}]")),
          takes("toServices", egress("toServices: [{k8sService: {serviceName: s}}]")),
          takes(
              "toServices with toPorts",
              egress(
                  "toServices: [{k8sService: {serviceName: s}}], toPorts: [{ports: [{port: '1'}]}]")),
          takes(
              "toServices by labels",
              egress("toServices: [{k8sServiceSelector: {selector: {}, namespace: n}}]")),
          refuses(
              "toServices by labels without a selector",
              egress("toServices: [{k8sServiceSelector: {namespace: n}}]"),
              "schema-required"),
          takes("fromGroups", ingress("fromGroups: [{aws: {region: r, labels: {a: b}}}]")),
          takes("toGroups", egress("toGroups: [{aws: {securityGroupsIds: [a]}}]")),
          takes("fromRequires empty", ingress("fromRequires: []")),
          refuses("fromRequires", ingress("fromRequires: [{}]"), "schema-requires"),
          refuses("toRequires", egress("toRequires: [{}]"), "schema-requires"),
          refuses("peers in a text", ingress("fromEndpoints: all"), "expected: a list"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void row(Row row) {
    row.check();
  }

  private static final Map<String, String> INGRESS =
      Map.of(
          "fromEndpoints", "{}",
          "fromEntities", "all",
          "fromCIDR", "10.0.0.0/8",
          "fromCIDRSet", "{cidr: 10.0.0.0/8}",
          "fromNodes", "{}",
          "fromGroups", "{}");
  private static final Map<String, String> EGRESS =
      Map.of(
          "toEndpoints", "{}",
          "toEntities", "all",
          "toCIDR", "10.0.0.0/8",
          "toCIDRSet", "{cidr: 10.0.0.0/8}",
          "toNodes", "{}",
          "toGroups", "{}",
          "toServices", "{}",
          "toFQDNs", "{matchName: a}");

  static Stream<List<String>> pairs() {
    return Stream.concat(pairs("ingress", INGRESS), pairs("egress", EGRESS));
  }

  private static Stream<List<String>> pairs(String list, Map<String, String> kinds) {
    List<List<String>> pairs = new ArrayList<>();
    for (String one : kinds.keySet()) {
      for (String other : kinds.keySet()) {
        if (one.compareTo(other) < 0) {
          pairs.add(List.of(list, one, kinds.get(one), other, kinds.get(other)));
        }
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void twoKindsOfPeersDoNotGoTogether(List<String> pair) {
    String one = pair.get(1) + ": [" + pair.get(2) + "]";
    String other = pair.get(3) + ": [" + pair.get(4) + "]";

    refuses("both", element(pair.get(0), one + ", " + other), "is not supported yet").check();
    if (!pair.get(1).endsWith("Nodes")) {
      takes("one is empty", element(pair.get(0), one + ", " + pair.get(3) + ": []")).check();
    }
  }

  @Test
  void groupsAreChosenByTheirLabels() {
    var groups =
        peers(
            egress(
                "toCIDRSet: [{cidrGroupRef: vpn, except: [10.1.0.0/16]}, {cidrGroupSelector:"
                    + " {matchLabels: {zone: a}}}]"));

    assertThat(groups)
        .containsExactly(
            new PeerSelector.CidrGroup(
                Selector.of(
                    Requirement.exists(
                        new LabelKey("cidrgroup", "io.cilium.policy.cidrgroupname/vpn"))),
                List.of(IpPrefix.parse("10.1.0.0/16"))),
            new PeerSelector.CidrGroup(
                Selector.of(Requirement.equal(new LabelKey("cidrgroup", "zone"), "a")), List.of()));
  }

  @Test
  void servicesAreNamedOrChosen() {
    var services =
        peers(
            egress(
                "toServices: [{k8sService: {serviceName: s, namespace: n}}, {k8sServiceSelector:"
                    + " {selector: {matchLabels: {a: b}}}}]"));

    assertThat(services)
        .containsExactly(
            new PeerSelector.OfService(Optional.of("s"), "n", Optional.empty()),
            new PeerSelector.OfService(
                Optional.empty(),
                "",
                Optional.of(Selector.of(Requirement.equal(LabelKey.parse("a"), "b")))));
  }

  @Test
  void emptyListOfAnyKindAllowsNobodyAndDeniesAsCiliumDoes() {
    String ports = ", toPorts: [{ports: [{port: '80'}]}]";
    for (String field : List.of("toEndpoints", "toFQDNs", "toServices", "toGroups", "toNodes")) {
      assertThat(peers(egress(field + ": []" + ports))).as(field).isEmpty();
    }
    assertThat(peerRule(element("egressDeny", "toServices: []" + ports)))
        .isInstanceOf(PeerRule.Everyone.class);
    assertThat(peers(element("egressDeny", "toEndpoints: []" + ports))).isEmpty();
    assertThat(peers(element("egressDeny", "toServices: []"))).isEmpty();
  }

  private static List<PeerSelector> peers(String policy) {
    return ((PeerRule.AnyOf) peerRule(policy)).selectors();
  }

  private static PeerRule peerRule(String policy) {
    return new PolicyParser("default")
        .parse("p.yaml", policy)
        .get(0)
        .policy()
        .orElseThrow()
        .rules()
        .get(0)
        .elements()
        .get(0)
        .peers();
  }

  @Test
  void nodesMayNotBeJudgedAboveL4() {
    String http = "toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{}]}}]";
    refuses(
            "ingress",
            clusterwide("nodeSelector: {}, ingress: [{" + http + "}]"),
            "L7 policy is not supported on host ingress yet")
        .check();
    refuses(
            "egress",
            clusterwide("nodeSelector: {}, egress: [{" + http + "}]"),
            "L7 protocol HTTP is not supported on host egress yet")
        .check();
    refuses(
            "egress",
            clusterwide("nodeSelector: {}, egress: [{" + http.replace("http", "kafka") + "}]"),
            "L7 protocol Kafka is not supported on host egress yet")
        .check();
    takes(
            "dns",
            clusterwide(
                "nodeSelector: {}, egress: [{toPorts: [{ports: [{port: '53', protocol: UDP}], rules:"
                    + " {dns: [{matchPattern: '*'}]}}]}]"))
        .check();
  }
}
