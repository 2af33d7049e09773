package dev.chancery.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.IdentitySource;
import dev.chancery.policy.Problem;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.resolve.Resolver;
import dev.chancery.policy.world.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CiliumNumbersTest {
  private static final Settings SETTINGS =
      Settings.DEFAULTS.with(DataPlane.CILIUM_ENVOY).with(ofIpCache(CiliumOptions.DEFAULTS));

  private static final String ALLOW =
      policy(
          "ingress: [{fromEndpoints: [{matchLabels: {app: b}}], toPorts: [{ports: [{port: '80'}]}]}]");
  private static final String DENY =
      policy("ingress: [{}]\n  ingressDeny: [{fromEndpoints: [{matchLabels: {app: b}}]}]");
  private static final String PODS = pod("a", "10.0.0.1") + pod("b", "10.0.0.2");
  private static final String IDENTITIES = identity(1001, "a") + identity(70002, "b");

  private final NodeState empty = NodeState.empty(SETTINGS);

  @Test
  void numbersAreThoseOfCilium() {
    NodeState state =
        empty.next(files(PODS, IDENTITIES, ALLOW, endpoint("a", 4711, 1001, "10.0.0.1")));

    assertThat(state.view().problems()).isEmpty();
    assertThat(endpoint(state, "a").identity().number()).isEqualTo(1001);
    assertThat(endpoint(state, "b").identity().number()).isEqualTo(70002);
    assertThat(endpoint(state, "a").id()).isEqualTo(4711);
    assertThat(entries(state, "a", Action.ALLOW))
        .extracting(PolicyEntry::peers)
        .contains(new Peers.Identities(List.of(70002)));
  }

  @Test
  void identitiesOfPodsElsewhereArePeersToo() {
    NodeState state =
        empty.next(files(pod("a", "10.0.0.1"), IDENTITIES + identity(70003, "b", "x"), ALLOW));

    assertThat(entries(state, "a", Action.ALLOW))
        .extracting(PolicyEntry::peers)
        .contains(new Peers.Identities(List.of(70002, 70003)));
    NodeState without = state.next(files(pod("a", "10.0.0.1"), IDENTITIES, ALLOW));
    assertThat(entries(without, "a", Action.ALLOW))
        .extracting(PolicyEntry::peers)
        .contains(new Peers.Identities(List.of(70002)));
    assertThat(without.view().resolution())
        .isEqualTo(
            Resolver.anew(
                without.view().resolution(),
                without.view().world(),
                without.view().resolution().numbering()));
  }

  @Test
  void podWhoseLabelsHaveNoIdentityIsNoEndpointAndSaysWhy() {
    NodeState state = empty.next(files(PODS, identity(1001, "a"), ALLOW));

    assertThat(state.view().world().endpoints())
        .extracting(Endpoint::key)
        .containsExactly("default/a");
    Problem problem = state.view().problems().get(0);
    assertThat(problem.code()).isEqualTo("identity-unknown");
    assertThat(problem.message()).contains("default/b", "no CiliumIdentity has its labels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{id: 7, identity: {id: 1001}, networking: {addressing: [{ipv4: 10.0.0.2}]}}",
        "{id: 7, identity: {id: 70002}, networking: {addressing: [{ipv4: 10.0.0.3}]}}",
        "{id: 7, identity: {id: 70002}, networking: {addressing: []}}",
        "{id: 7, identity: {id: 70002}}",
        "{id: 7, networking: {addressing: [{ipv4: 10.0.0.2}]}}",
        "{id: 7, identity: {}, networking: {addressing: [{ipv4: 10.0.0.2}]}}",
        "{}"
      })
  void podThatItsCiliumEndpointContradictsIsNoEndpoint(String status) {
    NodeState state = empty.next(files(PODS, IDENTITIES, ALLOW, endpoint("b", status)));

    assertThat(state.view().world().endpoints())
        .extracting(Endpoint::key)
        .containsExactly("default/a");
    assertThat(state.view().problems())
        .extracting(Problem::code)
        .containsExactly("identity-unknown");
  }

  @Test
  void whoIsProtectedFromAPodThatHasNoNumberIsClosed() {
    NodeState known = empty.next(files(PODS, IDENTITIES, DENY));
    assertThat(entries(known, "a", Action.DENY))
        .extracting(PolicyEntry::peers)
        .containsExactly(new Peers.Identities(List.of(70002)));

    NodeState unknown = known.next(files(PODS, identity(1001, "a"), DENY));
    assertThat(unknown.view().world().endpoints()).isEmpty();
    assertThat(unknown.view().problems())
        .extracting(Problem::message)
        .anyMatch(m -> m.contains("policy default/p denies pod default/b"));
  }

  @Test
  void denyOfEveryoneNeedsNoNumbers() {
    String everyone = policy("ingressDeny: [{fromEntities: [all]}]");
    NodeState state = empty.next(files(PODS, identity(1001, "a"), everyone));

    assertThat(state.view().world().endpoints()).hasSize(1);
  }

  @Test
  void twoIdentitiesWithTheSameLabelsAreBothPeersAndTheCiliumEndpointDecides() {
    String twice = IDENTITIES + identity(1002, "b");
    NodeState state = empty.next(files(PODS, twice, ALLOW, endpoint("b", 7, 70002, "10.0.0.2")));

    assertThat(endpoint(state, "b").identity().number()).isEqualTo(70002);
    assertThat(entries(state, "a", Action.ALLOW))
        .extracting(PolicyEntry::peers)
        .contains(new Peers.Identities(List.of(1002, 70002)));
  }

  @Test
  void endpointNumbersOfTwoNodesDoNotCollide() {
    NodeState state =
        empty.next(
            files(
                PODS,
                IDENTITIES,
                endpoint("a", 7, 1001, "10.0.0.1"),
                endpoint("b", 7, 70002, "10.0.0.2")));

    assertThat(endpoint(state, "a").id()).isNotEqualTo(endpoint(state, "b").id());
  }

  @Test
  void endpointThatHadTheNumberOfAnotherGetsANewOne() {
    NodeState before = empty.next(files(PODS, IDENTITIES));
    int taken = endpoint(before, "b").id();
    NodeState after = before.next(files(PODS, IDENTITIES, endpoint("a", taken, 1001, "10.0.0.1")));

    assertThat(endpoint(after, "a").id()).isEqualTo(taken);
    assertThat(endpoint(after, "b").id()).isNotEqualTo(taken);
  }

  @Test
  void noNumberOfOurOwnIsEverUsed() {
    String group =
        "---\n"
            + "apiVersion: cilium.io/v2\nkind: CiliumCIDRGroup\nmetadata: {name: g}\nspec: {externalCIDRs: [8.8.8.0/24]}\n";
    NodeState state = empty.next(files(PODS, IDENTITIES, group, ALLOW));

    Map<Integer, Identity> identities = state.view().resolution().identities();
    assertThat(identities.keySet()).allMatch(n -> n < Identity.FIRST_LOCAL);
    assertThat(identities.keySet()).filteredOn(n -> n > 255).containsExactlyInAnyOrder(1001, 70002);
  }

  @Test
  void savedStateKnowsTheNumbers() {
    NodeState state =
        empty.next(files(PODS, IDENTITIES, ALLOW, endpoint("a", 4711, 1001, "10.0.0.1")));
    NodeState restored = NodeState.restored(state.saved(), SETTINGS);

    assertThat(restored.view().world()).isEqualTo(state.view().world());
    assertThat(restored.view().resolution().policies())
        .isEqualTo(state.view().resolution().policies());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "99", "16777216", "-1", "007", "abc", "1e3", "99999999999"})
  void numberThatCiliumDoesNotGiveIsRefused(String name) {
    NodeState state = empty.next(files(identity(1001, "a").replace("'1001'", "'" + name + "'")));

    assertThat(state.view().statuses())
        .singleElement()
        .matches(s -> s.state() == ObjectStatus.State.REFUSED);
    assertThat(state.view().world().elsewhere()).isEmpty();
  }

  @Test
  void stockEnvoyBesideItIsRefused() {
    assertThatThrownBy(() -> SETTINGS.with(DataPlane.ENVOY, DataPlane.CILIUM_ENVOY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("identity source: ipcache");
    assertThat(SETTINGS.with(DataPlane.ENVOY).hasNumbersOfCilium()).isFalse();
  }

  @Test
  void withoutIpcacheTheObjectsMeanNothing() {
    NodeState own = NodeState.empty(Settings.DEFAULTS.with(DataPlane.CILIUM_ENVOY));
    NodeState state = own.next(files(PODS, IDENTITIES, endpoint("a", 4711, 70002, "10.0.0.1")));

    assertThat(state.view().problems()).isEmpty();
    assertThat(state.view().world().endpoints()).hasSize(2);
    assertThat(state.view().world().elsewhere()).isEmpty();
  }

  @Test
  void policyThatNamesPrefixesIsRefusedAndItsLastGoodVersionStays() {
    NodeState good = empty.next(files(PODS, IDENTITIES, ALLOW));
    NodeState next =
        good.next(files(PODS, IDENTITIES, policy("ingress: [{fromCIDR: [10.0.0.0/8]}]")));

    assertThat(next.view().world().policies()).isEqualTo(good.view().world().policies());
    assertThat(next.view().statuses())
        .filteredOn(s -> s.key().name().equals("p"))
        .singleElement()
        .matches(s -> s.state() == ObjectStatus.State.LAST_GOOD);
  }

  private static CiliumOptions ofIpCache(CiliumOptions o) {
    return new CiliumOptions(
        o.release(),
        IdentitySource.IPCACHE,
        o.bpfRoot(),
        o.ipcacheName(),
        o.sockets(),
        o.normalizePath(),
        o.deniedBody(),
        o.originalSource(),
        o.secretsNamespace(),
        o.http(),
        o.families());
  }

  private static Endpoint endpoint(NodeState state, String pod) {
    return state.view().world().endpoints().stream()
        .filter(e -> e.podName().equals(pod))
        .findFirst()
        .orElseThrow();
  }

  private static List<PolicyEntry> entries(NodeState state, String pod, Action action) {
    return Optional.ofNullable(state.view().resolution().policies().get("default/" + pod)).stream()
        .flatMap(p -> p.ingress().entries().stream())
        .filter(e -> e.action() == action && !e.isAllowLocalhost())
        .toList();
  }

  private static String pod(String name, String address) {
    return """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, labels: {app: %s}}
    status: {podIP: %s}
    """
        .formatted(name, name, address);
  }

  private static String identity(int number, String app, String... more) {
    String extra = more.length == 0 ? "" : ", 'k8s:more': " + more[0];
    return """
    ---
    apiVersion: cilium.io/v2
    kind: CiliumIdentity
    metadata: {name: '%d'}
    security-labels: {'k8s:app': %s, 'k8s:io.kubernetes.pod.namespace': default, 'k8s:io.cilium.k8s.policy.cluster': default, 'k8s:io.cilium.k8s.policy.serviceaccount': default, 'k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name': default%s}
    """
        .formatted(number, app, extra);
  }

  private static String endpoint(String pod, int id, int identity, String address) {
    return endpoint(
        pod,
        "{id: %d, identity: {id: %d}, networking: {addressing: [{ipv4: %s}]}}"
            .formatted(id, identity, address));
  }

  private static String endpoint(String pod, String status) {
    return """
    ---
    apiVersion: cilium.io/v2
    kind: CiliumEndpoint
    metadata: {name: %s}
    status: %s
    """
        .formatted(pod, status);
  }

  private static String policy(String rules) {
    return """
    ---
    apiVersion: cilium.io/v2
    kind: CiliumNetworkPolicy
    metadata: {name: p}
    spec:
      endpointSelector: {matchLabels: {app: a}}
      %s
    """
        .formatted(rules);
  }

  private static Manifests files(String... texts) {
    var file = new ManifestFile("all.yaml", String.join("", texts), Optional.empty());
    return new Manifests(List.of(file), Optional.empty());
  }
}
