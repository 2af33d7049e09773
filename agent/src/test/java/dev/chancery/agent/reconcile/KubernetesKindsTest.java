package dev.chancery.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.policy.Direction;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.world.CidrGroup;
import dev.chancery.policy.world.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Kinds beside pods, namespaces and Cilium's policies. */
class KubernetesKindsTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: api, labels: {app: api}}
      status: {podIP: 127.60.0.1}
      """;
  private static final String GROUP =
      """
      apiVersion: cilium.io/v2alpha1
      kind: CiliumCIDRGroup
      metadata: {name: offices, labels: {trust: high}}
      spec: {externalCIDRs: [198.51.100.0/24, "2001:db8::/32"]}
      """;
  private static final String FROM_GROUP =
      """
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: p}
      spec:
        endpointSelector: {}
        ingress: [{fromCIDRSet: [{%s}]}]
      """;

  private final NodeState empty = NodeState.empty(Settings.DEFAULTS);

  private static Manifests files(String... documents) {
    List<ManifestFile> files = new ArrayList<>();
    for (String document : documents) {
      files.add(new ManifestFile("f" + files.size() + ".yaml", document, Optional.empty()));
    }
    return new Manifests(files, Optional.empty());
  }

  private static boolean admits(NodeState state, String address) {
    var policy = state.view().resolution().policies().get("default/api");
    int peer =
        state.view().resolution().ipCache().identity(InetAddresses.forString(address)).number();
    return Evaluator.decide(
            Objects.requireNonNull(policy).direction(Direction.INGRESS),
            new Request(peer, Protocol.TCP, 80, Optional.empty()))
        .allowed();
  }

  @Test
  void aNetworkPolicyIsEnforced() {
    NodeState state =
        empty.next(
            files(
                POD,
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: p}
                spec:
                  podSelector: {matchLabels: {app: api}}
                  ingress: [{from: [{ipBlock: {cidr: 198.51.100.0/24}}]}]
                """));

    assertThat(state.view().statuses())
        .filteredOn(s -> s.key().kind().equals("NetworkPolicy"))
        .singleElement()
        .satisfies(s -> assertThat(s.state()).isEqualTo(ObjectStatus.State.ACCEPTED));
    assertThat(admits(state, "198.51.100.1")).isTrue();
    assertThat(admits(state, "203.0.113.1")).isFalse();
  }

  @Test
  void aGroupIsChosenByNameAndByLabels() {
    for (String reference :
        List.of("cidrGroupRef: offices", "cidrGroupSelector: {matchLabels: {trust: high}}")) {
      NodeState state = empty.next(files(POD, GROUP, FROM_GROUP.formatted(reference)));

      assertThat(admits(state, "198.51.100.1")).as(reference).isTrue();
      assertThat(admits(state, "2001:db8::1")).as(reference).isTrue();
      assertThat(admits(state, "203.0.113.1")).as(reference).isFalse();
      assertThat(LintedObjects.on(state.view()).statuses()).allMatch(s -> s.problems().isEmpty());
    }
  }

  @Test
  void aPrefixWithinAGroupBelongsToItAndAnExceptionDoesNot() {
    String exception = "cidrGroupRef: offices, except: [198.51.100.128/25]";
    NodeState state = empty.next(files(POD, GROUP, FROM_GROUP.formatted(exception)));
    assertThat(admits(state, "198.51.100.1")).isTrue();
    assertThat(admits(state, "198.51.100.129")).isFalse();

    NodeState within =
        empty.next(
            files(
                POD,
                GROUP,
                FROM_GROUP.formatted("cidrGroupRef: offices"),
                FROM_GROUP.formatted("cidr: 198.51.100.64/26").replace("name: p", "name: q")));
    assertThat(admits(within, "198.51.100.65")).isTrue();
    assertThat(admits(within, "198.51.100.1")).isTrue();
  }

  @Test
  void aBrokenGroupKeepsItsLastGoodVersion() {
    String reference = FROM_GROUP.formatted("cidrGroupRef: offices");
    NodeState good = empty.next(files(POD, GROUP, reference));
    NodeState broken = good.next(files(POD, GROUP.replace("100.0/24", "100.0/33"), reference));

    assertThat(admits(broken, "198.51.100.1")).isTrue();
    assertThat(broken.view().statuses())
        .filteredOn(s -> s.key().kind().equals("CiliumCIDRGroup"))
        .singleElement()
        .satisfies(s -> assertThat(s.state()).isEqualTo(ObjectStatus.State.LAST_GOOD))
        .satisfies(
            s ->
                assertThat(s.problems())
                    .extracting(Problem::path)
                    .containsExactly("spec.externalCIDRs"));
  }

  @Test
  void aGroupThatIsNotThereSelectsNobodyAndIsNamed() {
    NodeState state = empty.next(files(POD, FROM_GROUP.formatted("cidrGroupRef: offices")));

    assertThat(admits(state, "198.51.100.1")).isFalse();
    assertThat(LintedObjects.on(state.view()).statuses())
        .flatExtracting(ObjectStatus::problems)
        .extracting(Problem::code, Problem::path, p -> p.location().line())
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(
                "unknown-group", "spec.ingress[0].fromCIDRSet[0]", 6));
  }

  @Test
  void servicesHaveTheAddressesOfTheirEndpointsAndSlices() {
    NodeState state =
        empty.next(
            files(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: legacy, labels: {tier: old}}
                spec: {ports: [{port: 80}]}
                """,
                """
                apiVersion: v1
                kind: Endpoints
                metadata: {name: legacy}
                subsets: [{addresses: [{ip: 198.51.100.1}], ports: [{port: 80}]}]
                """,
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: legacy-x, labels: {kubernetes.io/service-name: legacy}}
                addressType: IPv4
                endpoints: [{addresses: [198.51.100.1, 198.51.100.2]}]
                """,
                GROUP));

    assertThat(state.view().problems()).isEmpty();
    assertThat(state.view().world().services())
        .containsExactly(
            new Service(
                "default",
                "legacy",
                Map.of("tier", "old"),
                Map.of(),
                List.of(
                    InetAddresses.forString("198.51.100.1"),
                    InetAddresses.forString("198.51.100.2"))));
    assertThat(state.view().world().cidrGroups())
        .containsExactly(
            new CidrGroup(
                "offices",
                Map.of("trust", "high"),
                List.of(IpPrefix.parse("198.51.100.0/24"), IpPrefix.parse("2001:db8::/32"))));
    assertThat(NodeState.restored(state.saved(), Settings.DEFAULTS).view().world())
        .isEqualTo(state.view().world());
  }
}
