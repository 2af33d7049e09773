package dev.chancery.policy.resolve;

import static dev.chancery.policy.resolve.Cluster.http;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.evaluate.Decision;
import dev.chancery.policy.evaluate.Decision.Level;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Options;
import dev.chancery.policy.world.Options.Enforcement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolverTest {
  private static final String D = "default/deathstar";
  private static final String T = "default/tiefighter";
  private static final String X = "default/xwing";
  private static final String HOST = "127.0.0.1";

  private final Cluster cluster = Cluster.starWars();

  /** A policy on the deathstar; {@code spec} is indented by two. */
  private static String policy(String name, String spec) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: %s, namespace: default}
        spec:
          endpointSelector: {matchLabels: {class: deathstar}}
        %s"""
        .formatted(name, spec.indent(2));
  }

  private static String ingress(String name, String element) {
    return policy(name, "ingress:\n" + element);
  }

  private static final String ONLY_ROOT =
      "toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{path: /}]}}]";
  private static final String PORT_80 = "toPorts: [{ports: [{port: '80', protocol: TCP}]}]";
  private static final String FROM_T = "fromEndpoints: [{matchLabels: {class: tiefighter}}]";

  @Test
  void emptyElementEnforcesAndSelectsNobody() {
    cluster.policy(ingress("deny-all", "- {}"));

    assertThat(cluster.direction(Direction.INGRESS, D).enforced()).isTrue();
    assertThat(cluster.ingress(T, D, 80).allowed()).isFalse();
    assertThat(cluster.ingress(HOST, D, 80).allowed()).isTrue();
    assertThat(cluster.direction(Direction.EGRESS, D).enforced()).isFalse();
  }

  @Test
  void emptyPeerListSelectsNobodyButEnforces() {
    cluster.policy(ingress("nobody", "- fromEndpoints: []\n  " + PORT_80));

    assertThat(cluster.ingress(T, D, 80))
        .isEqualTo(new Decision(false, Level.L3, false, List.of()));
  }

  @Test
  void absentPeerListWithPortsSelectsEveryone() {
    cluster.policy(ingress("all", "- " + PORT_80));

    assertThat(cluster.ingress("198.51.100.1", D, 80).allowed()).isTrue();
    assertThat(cluster.ingress("198.51.100.1", D, 81).allowed()).isFalse();
  }

  @Test
  void toPortsWithoutPortsOpensNothing() {
    cluster.policy(ingress("none", "- " + FROM_T + "\n  toPorts: [{}]"));

    assertThat(cluster.ingress(T, D, 80).allowed()).isFalse();
  }

  @Test
  void plainAllowOfTheSamePeerLiftsTheListButStaysProxied() {
    cluster.policy(ingress("a", "- " + FROM_T + "\n  " + ONLY_ROOT));
    assertThat(cluster.ingress(T, D, 80, http("GET", "/x")).allowed()).isFalse();

    cluster.policy(ingress("b", "- " + FROM_T + "\n  " + PORT_80));
    Decision decision = cluster.ingress(T, D, 80, http("GET", "/x"));
    assertThat(decision.allowed()).isTrue();
    assertThat(decision.redirected()).isTrue();
    assertThat(decision.level()).isEqualTo(Level.L4);
    assertThat(decision.decidedBy())
        .extracting(Provenance::id)
        .containsExactly("default/b:spec.ingress[0].toPorts[0]");
  }

  @Test
  void allowOfOneAtL3LiftsTheListOfThatOneOnly() {
    cluster.policy(ingress("a", "- " + ONLY_ROOT));
    cluster.policy(ingress("c", "- " + FROM_T));

    assertThat(cluster.ingress(T, D, 80, http("GET", "/x")).level()).isEqualTo(Level.L3);
    assertThat(cluster.ingress(T, D, 80, http("GET", "/x")).allowed()).isTrue();
    assertThat(cluster.ingress(X, D, 80, http("GET", "/x")).allowed()).isFalse();
    assertThat(cluster.ingress(X, D, 80, http("GET", "/")).allowed()).isTrue();
  }

  @Test
  void plainAllowOfEveryoneLeavesOthersUnproxied() {
    cluster.policy(ingress("a", "- " + FROM_T + "\n  " + ONLY_ROOT));
    cluster.policy(ingress("b", "- " + PORT_80));

    assertThat(cluster.ingress(T, D, 80, http("GET", "/x")).allowed()).isTrue();
    assertThat(cluster.ingress(T, D, 80).redirected()).isTrue();
    assertThat(cluster.ingress(X, D, 80).redirected()).isFalse();
  }

  @Test
  void rangeWithAListIsFreeOnThePortThatIsAllowedPlainly() {
    cluster.policy(
        ingress(
            "a",
            "- "
                + FROM_T
                + "\n  toPorts: [{ports: [{port: '80', endPort: 90, protocol: TCP}], rules: {http:"
                + " [{path: /}]}}]"));
    cluster.policy(ingress("b", "- " + FROM_T + "\n  " + PORT_80));

    assertThat(cluster.ingress(T, D, 80, http("GET", "/x")).allowed()).isTrue();
    assertThat(cluster.ingress(T, D, 85, http("GET", "/x")).allowed()).isFalse();
    assertThat(cluster.ingress(T, D, 91).allowed()).isFalse();
  }

  @Test
  void listsOfSeveralRulesAreUnited() {
    cluster.policy(ingress("a", "- " + FROM_T + "\n  " + ONLY_ROOT));
    cluster.policy(ingress("b", "- " + ONLY_ROOT.replace("path: /", "method: PUT")));

    assertThat(cluster.ingress(T, D, 80, http("GET", "/")).allowed()).isTrue();
    assertThat(cluster.ingress(T, D, 80, http("PUT", "/x")).allowed()).isTrue();
    assertThat(cluster.ingress(T, D, 80, http("PUT", "/")).decidedBy()).hasSize(2);
    assertThat(cluster.ingress(X, D, 80, http("GET", "/")).allowed()).isFalse();
  }

  @Test
  void denyWinsOverEveryAllowAndNamesItself() {
    cluster.policy(
        policy(
            "deny", "ingress:\n- " + ONLY_ROOT + "\ningressDeny:\n- " + FROM_T + "\n  " + PORT_80));

    Decision decision = cluster.ingress(T, D, 80, http("GET", "/"));
    assertThat(decision.allowed()).isFalse();
    assertThat(decision.redirected()).isFalse();
    assertThat(decision.decidedBy())
        .extracting(Provenance::id)
        .containsExactly("default/deny:spec.ingressDeny[0].toPorts[0]");
    assertThat(cluster.ingress(X, D, 80, http("GET", "/")).allowed()).isTrue();
  }

  @Test
  void denyRuleAloneTurnsDefaultDenyOn() {
    cluster.policy(policy("deny", "ingressDeny:\n- " + FROM_T));

    assertThat(cluster.ingress(X, D, 80).allowed()).isFalse();
  }

  @Test
  void withoutDefaultDenyOnlyTheDenyBites() {
    cluster.policy(
        policy("deny", "enableDefaultDeny: {ingress: false}\ningressDeny:\n- " + FROM_T));

    assertThat(cluster.ingress(X, D, 80).allowed()).isTrue();
    assertThat(cluster.ingress(T, D, 80).allowed()).isFalse();
  }

  @Test
  void withoutDefaultDenyAnHttpListIsVisibilityUntilAnotherRuleDeniesByDefault() {
    cluster.policy(policy("see", "enableDefaultDeny: {ingress: false}\ningress:\n- " + ONLY_ROOT));
    assertThat(cluster.ingress(X, D, 80, http("GET", "/x")).allowed()).isTrue();
    assertThat(cluster.ingress(X, D, 80).redirected()).isTrue();

    cluster.policy(ingress("other", "- " + FROM_T));
    assertThat(cluster.ingress(X, D, 80, http("GET", "/x")).allowed()).isFalse();
  }

  @Test
  void exceptionOfACidrIsNotSelectedByItButMayBeByAnother() {
    cluster.policy(ingress("set", "- fromCIDRSet: [{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}]"));
    assertThat(cluster.ingress("10.2.0.1", D, 80).allowed()).isTrue();
    assertThat(cluster.ingress("10.1.0.1", D, 80).allowed()).isFalse();
    assertThat(cluster.ingress("11.0.0.1", D, 80).allowed()).isFalse();

    cluster.policy(ingress("other", "- fromCIDR: [10.1.2.0/24]"));
    assertThat(cluster.ingress("10.1.2.3", D, 80).allowed()).isTrue();
    assertThat(cluster.ingress("10.1.3.3", D, 80).allowed()).isFalse();
  }

  @Test
  void everyIpv4AddressIsNotEveryAddress() {
    cluster.policy(ingress("v4", "- fromCIDR: [0.0.0.0/0]"));

    assertThat(cluster.ingress("198.51.100.1", D, 80).allowed()).isTrue();
    assertThat(cluster.ingress("2001:db8::1", D, 80).allowed()).isFalse();
    assertThat(cluster.ingress(T, D, 80).allowed()).isFalse();
  }

  @Test
  void prefixesAreOfTheWorldAndPodsAreNot() {
    cluster.policy(ingress("world", "- fromEntities: [world]"));
    cluster.policy(policy("cut", "ingressDeny:\n- fromCIDR: [192.0.2.7/32]"));

    assertThat(cluster.ingress("192.0.2.8", D, 80).allowed()).isTrue();
    assertThat(cluster.ingress("192.0.2.7", D, 80).allowed()).isFalse();
    assertThat(cluster.ingress(X, D, 80).allowed()).isFalse();
  }

  @Test
  void clusterHoldsPodsAndHostAndNotTheWorld() {
    cluster.policy(ingress("cluster", "- fromEntities: [cluster]"));

    assertThat(cluster.ingress(X, D, 80).allowed()).isTrue();
    assertThat(cluster.ingress(HOST, D, 80).allowed()).isTrue();
    assertThat(cluster.ingress("192.0.2.8", D, 80).allowed()).isFalse();
  }

  @Test
  void namedPortOnIngressIsTheSubjectsOwn() {
    cluster.pod(
        "default/moon",
        "127.20.0.9",
        Map.of("class", "deathstar"),
        new ContainerPort("WEB", Protocol.TCP, 8081));
    cluster.policy(ingress("named", "- toPorts: [{ports: [{port: web, protocol: TCP}]}]"));

    assertThat(cluster.ingress(X, "default/moon", 8081).allowed()).isTrue();
    assertThat(cluster.ingress(X, "default/moon", 8080).allowed()).isFalse();
    assertThat(cluster.direction(Direction.INGRESS, D).entries())
        .noneMatch(e -> e.ports().contains(Protocol.TCP, 8081) && e.peers() instanceof Peers.Any);
  }

  @Test
  void namedPortOnEgressIsWhatAllPodsAgreeOn() {
    cluster.policy(policy("named", "egress:\n- toPorts: [{ports: [{port: web, protocol: TCP}]}]"));
    cluster.pod("default/a", "127.20.0.10", Map.of(), new ContainerPort("web", Protocol.TCP, 81));
    assertThat(cluster.egress(D, X, 81).allowed()).isTrue();

    cluster.pod("default/b", "127.20.0.11", Map.of(), new ContainerPort("web", Protocol.TCP, 82));
    assertThat(cluster.egress(D, X, 81).allowed()).isFalse();
    assertThat(cluster.egress(D, X, 82).allowed()).isFalse();
  }

  @Test
  void portWithoutProtocolIsEveryTransportAndNotIcmp() {
    cluster.policy(ingress("any", "- toPorts: [{ports: [{port: '8'}]}]"));
    cluster.policy(ingress("zero", "- " + FROM_T + "\n  toPorts: [{ports: [{port: '0'}]}]"));

    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP)) {
      assertThat(ingress(X, protocol, 8)).isTrue();
      assertThat(ingress(X, protocol, 9)).isFalse();
      assertThat(ingress(T, protocol, 9)).isTrue();
    }
    assertThat(ingress(X, Protocol.ICMP, 8)).isFalse();
    assertThat(ingress(T, Protocol.ICMP, 8)).isFalse();
  }

  private boolean ingress(String from, Protocol protocol, int port) {
    return cluster.decide(Direction.INGRESS, D, from, protocol, port, Optional.empty()).allowed();
  }

  @Test
  void localHostPassesAListForEveryone() {
    cluster.policy(ingress("list", "- " + ONLY_ROOT));

    Decision decision = cluster.ingress(HOST, D, 80, http("GET", "/healthz"));
    assertThat(decision.allowed()).isTrue();
    assertThat(decision.redirected()).isTrue();
    assertThat(cluster.ingress(HOST, D, 9999).allowed()).isTrue();
  }

  @Test
  void localHostIsFilteredByAListThatNamesIt() {
    cluster.policy(ingress("list", "- fromEntities: [host]\n  " + ONLY_ROOT));

    assertThat(cluster.ingress(HOST, D, 80, http("GET", "/healthz")).allowed()).isFalse();
    assertThat(cluster.ingress(HOST, D, 80, http("GET", "/")).allowed()).isTrue();
    assertThat(cluster.ingress(HOST, D, 79).allowed()).isTrue();
    assertThat(cluster.ingress(HOST, D, 81).allowed()).isTrue();
    assertThat(ingress(HOST, Protocol.UDP, 80)).isTrue();
    assertThat(ingress(HOST, Protocol.ICMP, 8)).isTrue();
  }

  @Test
  void localHostIsCutByADenyThatCoversIt() {
    cluster.policy(policy("deny", "ingressDeny:\n- fromEntities: [all]\n  " + PORT_80));

    assertThat(cluster.ingress(HOST, D, 80).allowed()).isFalse();
    assertThat(cluster.ingress(HOST, D, 81).allowed()).isTrue();
  }

  @Test
  void localHostIsNothingSpecialWithoutTheOption() {
    cluster.options(new Options(Enforcement.DEFAULT, false)).policy(ingress("none", "- {}"));

    assertThat(cluster.ingress(HOST, D, 80).allowed()).isFalse();
  }

  @Test
  void alwaysEnforcesWithoutPolicies() {
    cluster.options(new Options(Enforcement.ALWAYS, true));

    assertThat(cluster.ingress(X, D, 80).allowed()).isFalse();
    assertThat(cluster.egress(X, D, 80).allowed()).isFalse();
  }

  @Test
  void neverEnforcesNothing() {
    cluster.options(new Options(Enforcement.NEVER, true)).policy(ingress("none", "- {}"));

    assertThat(cluster.ingress(X, D, 80).allowed()).isTrue();
  }

  @Test
  void policyOfOneNamespaceNeitherBindsNorSelectsAnother() {
    cluster.pod("other/deathstar", "127.20.0.20", Map.of("class", "deathstar"));
    cluster.pod("other/tiefighter", "127.20.0.21", Map.of("class", "tiefighter"));
    cluster.policy(ingress("own", "- fromEndpoints: [{}]"));

    assertThat(cluster.ingress(X, D, 80).allowed()).isTrue();
    assertThat(cluster.ingress("other/tiefighter", D, 80).allowed()).isFalse();
    assertThat(cluster.direction(Direction.INGRESS, "other/deathstar").enforced()).isFalse();
  }

  @Test
  void addressesKnowTheirIdentities() {
    cluster.policy(ingress("cidr", "- fromCIDR: [127.20.0.0/16, 192.0.2.0/24]"));
    Resolution resolution = cluster.resolve();

    assertThat(cluster.identity("127.20.0.7")).isEqualTo(cluster.identity(X));
    assertThat(cluster.identity(HOST)).isEqualTo(ReservedIdentity.HOST.number());
    assertThat(cluster.identity("::1")).isEqualTo(ReservedIdentity.HOST.number());
    assertThat(cluster.identity("198.51.100.1")).isEqualTo(ReservedIdentity.WORLD.number());
    int prefix = cluster.identity("192.0.2.9");
    assertThat(prefix).isGreaterThan(1 << 24);
    assertThat(requireNonNull(resolution.identities().get(prefix)).labels().texts())
        .containsExactly("cidr:192.0.2.0/24", "reserved:world");
    assertThat(resolution.numbering().prefixes().numbers())
        .containsOnlyKeys("127.20.0.0/16", "192.0.2.0/24");
  }
}
