package dev.chancery.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.envoy.stock.StockOptions;
import dev.chancery.policy.Problem;
import dev.chancery.policy.parse.language.Compat;
import dev.chancery.policy.parse.language.Language;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.Options;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeStateTest {
  private static final String POLICY =
      """
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: p}
      spec:
        endpointSelector: {}
        ingress: [{fromEndpoints: [{matchLabels: {app: a}}]}]
      """;

  private final NodeState empty = NodeState.empty(Settings.DEFAULTS);

  @Test
  void brokenVersionKeepsTheLastGoodOneAndSaysSo() {
    NodeState good = empty.next(files(pod("a", "127.60.0.1"), POLICY));
    NodeState broken = good.next(files(pod("a", "127.60.0.1"), POLICY.replace("spec:", "spce:")));

    assertThat(broken.view().world().policies()).isEqualTo(good.view().world().policies());
    assertThat(status(broken, "p").state()).isEqualTo(ObjectStatus.State.LAST_GOOD);
    assertThat(status(broken, "p").problems()).isNotEmpty().allMatch(p -> !p.message().isBlank());
  }

  @Test
  void policyThatEnvoyWouldNotEnforceIsRefusedAndTheOneBeforeStays() {
    String names = POLICY.replace("ingress:", "egress: [{toGroups: [{}]}]\n  ingress:");
    NodeState good = empty.next(files(pod("a", "127.60.0.1"), POLICY));
    NodeState refused = good.next(files(pod("a", "127.60.0.1"), names));

    assertThat(refused.view().world().policies()).isEqualTo(good.view().world().policies());
    assertThat(status(refused, "p").state()).isEqualTo(ObjectStatus.State.LAST_GOOD);
    assertThat(status(refused, "p").problems())
        .extracting(Problem::code, Problem::path, p -> p.location().line())
        .containsExactly(tuple("not-enforceable", "spec.egress[0].toGroups", 6));
  }

  @Test
  void policyIsReadAsTheChosenReleaseReadsIt() {
    var settings =
        new Settings("default", Language.of(Compat.V1_18), Options.DEFAULT, StockOptions.DEFAULTS);
    String nothing = POLICY.replaceFirst("  ingress.*\n", "");

    assertThat(status(NodeState.empty(settings).next(files(nothing)), "p").state())
        .isEqualTo(ObjectStatus.State.ACCEPTED);
    assertThat(status(empty.next(files(nothing)), "p").state())
        .isEqualTo(ObjectStatus.State.REFUSED);
  }

  @Test
  void objectThatWasNeverGoodIsRefusedAndItsNeighboursAreNot() {
    NodeState state = empty.next(files(pod("a", "127.60.0.1"), POLICY.replace("spec:", "spce:")));

    assertThat(status(state, "p").state()).isEqualTo(ObjectStatus.State.REFUSED);
    assertThat(state.view().world().endpoints()).hasSize(1);
  }

  @Test
  void policyWhoseTextIsTheSameIsTheSameObject() {
    NodeState first = empty.next(files(POLICY));
    NodeState second = first.next(files(POLICY, pod("a", "127.60.0.1")));

    assertThat(second.view().world().policies().get(0))
        .isSameAs(first.view().world().policies().get(0));
  }

  @Test
  void deletedPolicyIsGone() {
    NodeState state = empty.next(files(POLICY)).next(files());

    assertThat(state.view().world().policies()).isEmpty();
    assertThat(state.view().statuses()).isEmpty();
  }

  @Test
  void directoryThatCannotBeReadChangesNothing() {
    NodeState good = empty.next(files(pod("a", "127.60.0.1"), POLICY));
    NodeState away = good.next(new Manifests(List.of(), Optional.of("cannot be read: gone")));

    assertThat(away.view().world()).isEqualTo(good.view().world());
    assertThat(away.view().problems()).anyMatch(p -> p.message().contains("gone"));
  }

  @Test
  void savedStateGivesTheSameWorldAndTheSameNumbers() {
    NodeState state =
        empty
            .next(files(pod("a", "127.60.0.1") + "---\n" + pod("b", "127.60.0.2"), POLICY))
            .next(files(pod("b", "127.60.0.2"), POLICY.replace("spec:", "spce:")));
    NodeState restored = NodeState.restored(state.saved(), Settings.DEFAULTS);

    assertThat(restored.view().world()).isEqualTo(state.view().world());
    assertThat(restored.view().resolution().policies())
        .isEqualTo(state.view().resolution().policies());
  }

  private static final String HTTP = rules("http", "http: [{path: /}]");
  private static final String DNS = rules("dns", "dns: [{matchPattern: '*'}]");

  private static String rules(String name, String rules) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: %s}
        spec:
          endpointSelector: {}
          egress:
          - toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {%s}}]
        """
        .formatted(name, rules);
  }

  @Test
  void conflictShowsOnBothPoliciesAndTheEndpointKeepsItsPolicy() {
    String pods = pod("a", "127.60.0.1") + "---\n" + pod("b", "127.60.0.2");
    NodeState good = empty.next(files(pods, HTTP));
    NodeState inConflict = good.next(files(pods, HTTP, DNS));

    assertThat(inConflict.view().resolution().policies())
        .isEqualTo(good.view().resolution().policies());
    assertThat(status(inConflict, "http").problems())
        .filteredOn(p -> p.code().equals("conflict"))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.isError()).isTrue();
              assertThat(p.path()).isEqualTo("spec.egress[0].toPorts[0]");
              assertThat(p.location().file()).isEqualTo("f1.yaml");
              assertThat(p.location().line()).isPositive();
              assertThat(p.message())
                  .startsWith("cannot merge conflicting L7 parsers (http/dns)")
                  .contains("default/dns spec.egress[0].toPorts[0] (f2.yaml:")
                  .endsWith("; the policy before stays with default/a, default/b");
            });
    assertThat(status(inConflict, "http").state()).isEqualTo(ObjectStatus.State.CONFLICT);
    assertThat(status(inConflict, "dns").problems())
        .anyMatch(p -> p.code().equals("conflict") && p.location().file().equals("f2.yaml"));
    assertThat(good.next(files(pods, HTTP)).view().statuses())
        .allMatch(s -> s.problems().stream().noneMatch(p -> p.code().equals("conflict")));
  }

  @Test
  void conflictNamesTheEndpointsThatHadNoPolicyBeforeAsDenyingEverything() {
    String a = pod("a", "127.60.0.1");
    String both = a + "---\n" + pod("b", "127.60.0.2");
    NodeState later = empty.next(files(a, HTTP)).next(files(both, HTTP, DNS));
    NodeState never = empty.next(files(both, HTTP, DNS));

    assertThat(conflictOf(later))
        .endsWith(
            "; the policy before stays with default/a; everything is denied to and from default/b");
    assertThat(conflictOf(never))
        .endsWith("; everything is denied to and from default/a, default/b")
        .doesNotContain("stays");
  }

  private static String conflictOf(NodeState state) {
    return status(state, "http").problems().stream()
        .filter(p -> p.code().equals("conflict"))
        .map(Problem::message)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNameDoesNotSteerTheTerminal() {
    NodeState state = empty.next(files(HTTP.replace("name: http", "name: \"x\\e[31m\\ny\"")));

    assertThat(state.view().statuses())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.key().name()).isEqualTo("x?[31m?y");
              assertThat(s.state()).isEqualTo(ObjectStatus.State.REFUSED);
            });
  }

  @Test
  void afterARestartInConflictTheEndpointDeniesEverything() {
    String pods = pod("a", "127.60.0.1");
    NodeState inConflict = empty.next(files(pods, HTTP)).next(files(pods, HTTP, DNS));
    NodeState restarted = NodeState.restored(inConflict.saved(), Settings.DEFAULTS);

    assertThat(restarted.view().resolution().conflicts()).containsOnlyKeys("default/a");
    assertThat(restarted.view().resolution().policies().get("default/a"))
        .satisfies(
            policy -> {
              assertThat(policy.ingress().enforced()).isTrue();
              assertThat(policy.ingress().entries()).isEmpty();
              assertThat(policy.egress().entries()).isEmpty();
            });
  }

  @Test
  void restartWithAFileThatCannotBeReadKeepsWhatItGave() {
    NodeState good = empty.next(files(pod("a", "127.60.0.1"), POLICY));
    var unreadable = new ManifestFile("f1.yaml", "", Optional.of("cannot be read: AccessDenied"));
    NodeState restarted =
        NodeState.restored(good.saved(), Settings.DEFAULTS)
            .next(
                new Manifests(
                    List.of(files(pod("a", "127.60.0.1")).files().get(0), unreadable),
                    Optional.empty()));

    assertThat(restarted.view().world()).isEqualTo(good.view().world());
    assertThat(status(restarted, "p").state()).isEqualTo(ObjectStatus.State.LAST_GOOD);
    assertThat(restarted.view().problems()).extracting(Problem::code).containsExactly("unreadable");
  }

  @Test
  void misspeltKindKeepsTheObject() {
    String misspelt = POLICY.replace("kind: CiliumNetworkPolicy", "kind: CiliumNetworkPolcy");
    NodeState good = empty.next(files(POLICY));
    NodeState broken = good.next(files(misspelt));

    assertThat(broken.view().world()).isEqualTo(good.view().world());
    assertThat(broken.view().problems()).anyMatch(p -> p.message().contains("expected: Cilium"));
  }

  @Test
  void objectOfAnotherKindInItsPlaceEndsAPolicy() {
    NodeState other =
        empty.next(files(POLICY)).next(files("{apiVersion: v1, kind: ConfigMap, metadata: {}}"));

    assertThat(other.view().world().policies()).isEmpty();
  }

  @Test
  void itemsOfAListAreInForceAlsoAfterARestart() {
    String second = POLICY.replace("{name: p}", "{name: q}");
    NodeState block = empty.next(files("kind: List\nitems:\n" + item(POLICY) + item(second)));
    NodeState oneLine =
        empty.next(files("{kind: List, items: [" + braces("p") + ", " + braces("q") + "]}"));

    for (NodeState state : List.of(block, oneLine)) {
      assertThat(state.view().world().policies())
          .extracting(p -> p.ref().name())
          .containsExactly("p", "q");
      assertThat(NodeState.restored(state.saved(), Settings.DEFAULTS).view().world())
          .isEqualTo(state.view().world());
    }
  }

  @Test
  void savedStateHoldsOfAPodOnlyWhatIsRead() {
    String pod =
        """
        kind: Pod
        metadata:
          name: a
          namespace: shop
          uid: u-1
          labels: {app: "a \\u2028 \\"b\\"", pod-template-hash: 7d9f}
          annotations: {chancery.dev/app-address: 127.0.0.1, last-applied: hidden}
          ownerReferences: [{kind: ReplicaSet, name: a-7d9f, controller: true}]
        spec:
          serviceAccountName: sith
          containers:
          - env: [{name: PASSWORD, value: hidden}]
            args: [hidden]
            ports: [{name: http, containerPort: 80}, {containerPort: 53, protocol: UDP}]
        status: {podIP: 127.60.0.1, podIPs: [{ip: 127.60.0.1}, {ip: "fd00::1"}]}
        ---
        kind: Namespace
        metadata: {name: shop, labels: {tier: "1"}}
        ---
        kind: Service
        metadata: {name: s, namespace: shop}
        spec: {clusterIP: 127.61.0.1, ports: [{port: 80, targetPort: http}]}
        """;
    NodeState state = empty.next(files(pod));
    NodeState restored = NodeState.restored(state.saved(), Settings.DEFAULTS);

    assertThat(state.saved().documents()).hasSize(3).noneMatch(d -> d.text().contains("hidden"));
    assertThat(state.view().world().endpoints()).hasSize(1);
    assertThat(restored.view().world()).isEqualTo(state.view().world());
    assertThat(restored.view().statuses()).isEqualTo(state.view().statuses());
    assertThat(restored.saved()).isEqualTo(state.saved());
  }

  @Test
  void secondPodOfAnAddressIsNoEndpointAndIsReported() {
    NodeState state = empty.next(files(pod("a", "127.60.0.1"), pod("b", "127.60.0.1")));

    assertThat(state.view().world().endpoints()).extracting(Endpoint::podName).containsExactly("a");
    assertThat(state.view().problems())
        .extracting(Problem::code)
        .containsExactly("duplicate-address");
  }

  @Test
  void podKeepsItsAddressWhicheverFileComesFirst() {
    NodeState one = empty.next(files(pod("b", "127.60.0.2")));
    NodeState two = one.next(files(pod("a", "127.60.0.2"), pod("b", "127.60.0.2")));
    NodeState restored = NodeState.restored(two.saved(), Settings.DEFAULTS);
    NodeState next = restored.next(files(pod("a", "127.60.0.2"), pod("b", "127.60.0.2")));

    for (NodeState state : List.of(two, restored, next)) {
      assertThat(state.view().world().endpoints())
          .extracting(Endpoint::podName)
          .containsExactly("b");
      assertThat(state.view().problems())
          .extracting(Problem::message)
          .containsExactly(
              "127.60.0.2: the address of pod default/b; pod default/a is no endpoint"
                  + " (expected: one pod an address)");
    }
    NodeState gone = next.next(files(pod("a", "127.60.0.2")));
    assertThat(gone.view().world().endpoints()).extracting(Endpoint::podName).containsExactly("a");
  }

  @Test
  void endpointThatMovesToTheAddressOfAnotherDoesNotTakeIt() {
    NodeState one = empty.next(files(pod("a", "127.60.0.1"), pod("b", "127.60.0.2")));
    NodeState two = one.next(files(pod("a", "127.60.0.2"), pod("b", "127.60.0.2")));
    NodeState swapped = one.next(files(pod("a", "127.60.0.2"), pod("b", "127.60.0.1")));

    assertThat(two.view().world().endpoints()).extracting(Endpoint::podName).containsExactly("b");
    assertThat(swapped.view().world().endpoints()).hasSize(2);
    assertThat(swapped.view().problems()).isEmpty();
  }

  @Test
  void refusedPodHasNoneOfItsAddresses() {
    String greedy = pod("b", "127.60.0.9").replace("podIP: 127.60.0.9", "podIPs: [%s]");
    NodeState state =
        empty.next(
            files(
                pod("a", "127.60.0.1"),
                greedy.formatted("{ip: 127.60.0.2}, {ip: 127.60.0.1}"),
                pod("c", "127.60.0.2")));

    assertThat(state.view().world().endpoints())
        .extracting(Endpoint::podName)
        .containsExactly("a", "c");
    assertThat(state.view().problems()).hasSize(1);
  }

  @Test
  void applicationIsNotReachedAtTheAddressOfAPod() {
    String own = application(pod("a", "127.60.0.1"), "127.60.0.1");
    String others = application(pod("b", "127.60.0.2"), "127.60.0.1");
    String mapped = application(pod("c", "127.60.0.3"), "\"::ffff:127.60.0.1\"");
    String fine = application(pod("d", "127.60.0.4"), "127.0.0.1");
    NodeState state = empty.next(files(own, others, mapped, fine));

    assertThat(state.view().world().endpoints())
        .extracting(e -> e.podName() + e.appAddress().isPresent())
        .containsExactly("afalse", "bfalse", "cfalse", "dtrue");
    assertThat(state.view().problems())
        .extracting(Problem::code)
        .containsExactly("app-address", "app-address", "app-address");
    assertThat(state.view().problems())
        .extracting(p -> p.location().file())
        .containsExactly("f0.yaml", "f1.yaml", "f2.yaml");
  }

  @Test
  void numbersStayWhenPodsComeAndGo() {
    NodeState one = empty.next(files(pod("a", "127.60.0.1")));
    NodeState two = one.next(files(pod("a", "127.60.0.1"), pod("b", "127.60.0.2")));
    NodeState three = two.next(files(pod("b", "127.60.0.2")));

    assertThat(endpoint(two, "a")).isEqualTo(endpoint(one, "a"));
    assertThat(endpoint(three, "b")).isEqualTo(endpoint(two, "b"));
  }

  private static String application(String pod, String address) {
    return pod.replace("}}", "}, annotations: {chancery.dev/app-address: " + address + "}}");
  }

  private static String item(String document) {
    return "- " + document.strip().replace("\n", "\n  ") + "\n";
  }

  private static String braces(String name) {
    return """
        {apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: %s}, \
        spec: {endpointSelector: {}, ingress: [{fromEndpoints: [{matchLabels: {app: a}}]}]}}"""
        .formatted(name);
  }

  private static Endpoint endpoint(NodeState state, String pod) {
    return state.view().world().endpoints().stream()
        .filter(e -> e.podName().equals(pod))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectStatus status(NodeState state, String name) {
    return state.view().statuses().stream()
        .filter(s -> s.key().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String pod(String name, String address) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, labels: {app: %s}}
        spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}
        status: {podIP: %s}
        """
        .formatted(name, name, address);
  }

  private static Manifests files(String... texts) {
    List<String> list = Arrays.asList(texts);
    return new Manifests(
        list.stream()
            .map(t -> new ManifestFile("f" + list.indexOf(t) + ".yaml", t, Optional.empty()))
            .toList(),
        Optional.empty());
  }
}
