package dev.chancery.agent.cilium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.chancery.agent.proxyports.ProxyPorts;
import dev.chancery.agent.reconcile.Delivered;
import dev.chancery.agent.reconcile.ObjectStatus;
import dev.chancery.agent.source.ObjectKey;
import dev.chancery.agent.state.StateFile;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.NetworkPolicyHosts;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.envoy.cilium.IpFamilies;
import dev.chancery.policy.Problem;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CiliumPlaneTest {
  private static final String PODS =
      pod("server", "10.0.0.1") + "---\n" + pod("client", "10.0.0.2");
  private static final String INGRESS = "ingress:tcp:80:cilium-http-ingress";
  private static final String EGRESS = "egress:tcp:80:cilium-http-egress";

  @TempDir Path folder;
  private PlaneUnderTest node;

  @BeforeEach
  void start() {
    node = new PlaneUnderTest(folder);
  }

  @Test
  void policiesThatRedirectNothingNeedNoListener() {
    node.apply(PODS, policy("server", "ingress", "{}"));

    assertThat(node.published(CiliumTypes.POLICY)).hasSize(2);
    assertThat(node.published(CiliumTypes.HOSTS)).isNotEmpty();
    assertThat(node.listeners()).isEmpty();
  }

  @Test
  void redirectIsAnnouncedOnceListenerPolicyAndHostsAreTaken() {
    node.apply(PODS, policy("server", "ingress", http("/")));
    assertThat(node.listeners()).singleElement().asString().startsWith("cilium-http-ingress:");

    node.ack(EnvoyTypes.LISTENER);
    assertThat(node.announced()).isEmpty();
    node.ack(CiliumTypes.POLICY);
    assertThat(node.announced()).isEmpty();
    node.ack(CiliumTypes.HOSTS);
    assertThat(node.announced()).containsExactly(INGRESS);
  }

  @Test
  void endpointsOfNoFamilyThatIsOnNeedNoListener() {
    String pods = PODS.replace("10.0.0.1", "'fd00::1'");
    node.apply(pods, policy("server", "ingress", http("/")));

    assertThat(node.listeners()).isEmpty();
    assertThat(node.published(CiliumTypes.POLICY)).hasSize(2);
    assertThat(node.redirector.announcements().pending()).isEmpty();
    assertThat(node.redirector.announcements().unserved()).hasSize(1);
  }

  @Test
  void endpointsOfIpv6AloneAreRedirectedWhereItIsOn() {
    node = new PlaneUnderTest(folder, IpFamilies.IPV6);
    node.apply(
        PODS.replace("10.0.0.1", "'fd00::1'"),
        policy("server", "ingress", http("/")),
        policy("client", "egress", http("/")));
    assertThat(node.listeners()).singleElement().asString().startsWith("cilium-http-ingress:");

    node.ack(EnvoyTypes.LISTENER);
    node.ack(CiliumTypes.POLICY);
    node.ack(CiliumTypes.HOSTS);
    assertThat(node.announced()).containsExactly(INGRESS + ":ipv6");
  }

  @Test
  void redirectWaitsForTheNewestPolicyOfItsEndpoint() {
    node.apply(PODS, policy("server", "ingress", http("/")));
    node.ack(EnvoyTypes.LISTENER);
    node.ack(CiliumTypes.HOSTS);
    node.apply(PODS, policy("server", "ingress", http("/other")));
    String server = id("server");

    node.plane.delivered(
        "any",
        new ResourceKey(CiliumTypes.POLICY, server),
        new Delivery.Acked("the version before"));
    assertThat(node.announced()).isEmpty();
    node.ack(CiliumTypes.POLICY, server);
    assertThat(node.announced()).containsExactly(INGRESS);
  }

  @Test
  void announcedRedirectStaysWhileTheProxyHasYetToTakeAnEdit() {
    announced(policy("server", "ingress", http("/")));

    node.apply(PODS, policy("server", "ingress", http("/other")));

    assertThat(node.announced()).containsExactly(INGRESS);
  }

  @Test
  void eachKindOfTrafficHasItsListener() {
    announced(policy("server", "ingress", http("/")), policy("client", "egress", http("/")));

    assertThat(node.announced()).containsExactlyInAnyOrder(INGRESS, EGRESS);
    assertThat(node.listeners()).hasSize(2);
  }

  @Test
  void listenerGoesWithTheLastRedirectToIt() {
    announced(policy("server", "ingress", http("/")), policy("client", "egress", http("/")));

    node.apply(PODS, policy("client", "egress", http("/")));

    assertThat(node.announced()).containsExactly(EGRESS);
    assertThat(node.listeners()).singleElement().asString().startsWith("cilium-http-egress:");
  }

  @Test
  void proxyThatNeverAnswersIsWaitedForOnceAListener() {
    node.proxyConnects();
    for (int i = 0; i < 3; i++) {
      node.apply(PODS, policy("server", "ingress", http("/")));
      node.apply(PODS);
    }

    assertThat(node.asked).hasSize(3);
    assertThat(node.asked.subList(0, 2)).allMatch(CompletableFuture::isCancelled);
    assertThat(node.asked.get(2)).isNotDone();
  }

  @Test
  void listenerIsNotRemovedBeforeItsRedirectsAreWithdrawn() throws IOException {
    announced(policy("server", "ingress", http("/")));
    Path away = Files.move(folder, folder.resolveSibling(folder.getFileName() + "-away"));

    node.apply(PODS);
    assertThat(node.listeners()).hasSize(1);

    Files.move(away, folder);
    node.redirector.refresh();
    assertThat(node.listeners()).isEmpty();
    assertThat(node.announced()).isEmpty();
  }

  @Test
  void refusedListenerMovesToAnotherPort() {
    announced(policy("server", "ingress", http("/")));
    String refused = node.listeners().get(0);

    node.nack(EnvoyTypes.LISTENER, refused, refused + ": cannot bind: Address already in use");

    assertThat(node.listeners()).hasSize(1).doesNotContain(refused);
    assertThat(node.announced()).isEmpty();
    node.ack(EnvoyTypes.LISTENER);
    assertThat(node.announced()).containsExactly(INGRESS);
    assertThat(node.rejections.current()).isEmpty();
  }

  @Test
  void listenerThatANackDoesNotNameIsTaken() {
    node.apply(PODS, policy("server", "ingress", http("/")), policy("client", "egress", http("/")));
    node.ack(CiliumTypes.POLICY);
    node.ack(CiliumTypes.HOSTS);
    List<String> both = node.listeners();
    String reason = "Error adding/updating listener(s) " + both.get(1) + ": cannot bind\n";

    both.forEach(name -> node.nack(EnvoyTypes.LISTENER, name, reason));

    assertThat(node.announced()).containsExactly(EGRESS);
    assertThat(node.listeners()).contains(both.get(0)).doesNotContain(both.get(1));
  }

  @Test
  void listenerIsGivenUpAfterFivePortsAndTriedAgainForAnotherProxy() {
    node.apply(PODS, policy("server", "ingress", http("/")));
    node.ack(CiliumTypes.POLICY);
    node.ack(CiliumTypes.HOSTS);
    for (int i = 0; i < ProxyPorts.MAX_ATTEMPTS; i++) {
      node.nack(EnvoyTypes.LISTENER, node.listeners().get(0), "no such extension");
    }

    assertThat(node.listeners()).isEmpty();
    assertThat(problems("server"))
        .singleElement()
        .asString()
        .contains("no listener", "refused 5 ports", "no such extension");
    assertThat(state("server")).isEqualTo(ObjectStatus.State.REJECTED);

    node.proxyConnects();
    assertThat(node.listeners()).hasSize(1);
    node.ack(EnvoyTypes.LISTENER);
    assertThat(node.announced()).containsExactly(INGRESS);
    assertThat(problems("server")).isEmpty();
  }

  @Test
  void refusedPolicyIsToldOfTheObjectsItCameFromAndOfNoOthers() {
    node.apply(PODS, policy("server", "ingress", http("/")), policy("client", "egress", http("/")));

    node.nack(CiliumTypes.POLICY, id("server"), "bad regex");

    assertThat(problems("server"))
        .singleElement()
        .asString()
        .contains(id("server") + " (policy of default/server)", "bad regex");
    assertThat(state("server")).isEqualTo(ObjectStatus.State.REJECTED);
    assertThat(state("client")).isEqualTo(ObjectStatus.State.ACCEPTED);
    node.ack(CiliumTypes.POLICY);
    assertThat(state("server")).isEqualTo(ObjectStatus.State.ACCEPTED);
  }

  @Test
  void wordsOfAProxyAreShownOnOneLineAndCut() {
    node.apply(PODS, policy("server", "ingress", http("/")));

    node.nack(CiliumTypes.POLICY, id("server"), "\u001b[2J\n" + "x".repeat(5000));

    String reason = node.rejections.current().values().iterator().next();
    assertThat(reason).startsWith("?[2J?xxx").endsWith("x…").hasSize(1001);
  }

  @Test
  void wordsOfAProxyAboutASecretAreHidden() {
    node.rejections.delivered(
        "node",
        new ResourceKey(EnvoyTypes.SECRET, "cilium-secrets/shop-cert"),
        new Delivery.Rejected("1", "bad key: hunter2"));

    assertThat(node.rejections.current()).containsValue("hidden").hasSize(1);
  }

  @Test
  void nextAgentGoesOnWithWhatWasAnnounced() throws IOException {
    announced(policy("server", "ingress", http("/")));
    String listener = node.listeners().get(0);
    String file = Files.readString(folder.resolve("redirects.json"));

    var next = new PlaneUnderTest(folder);
    next.apply(PODS, policy("server", "ingress", http("/")));

    assertThat(next.listeners()).containsExactly(listener);
    assertThat(next.announced()).containsExactly(INGRESS);
    assertThat(Files.readString(folder.resolve("redirects.json"))).isEqualTo(file);
  }

  @Test
  void numberThatADeniedPodHasAndTheOneItGetsAreBothDeniedWhileItChanges() throws Exception {
    node.apply(PODS, denying("/"));
    int old = identity("client");
    List<List<Integer>> denied = new ArrayList<>();
    List<String> hosts = new ArrayList<>();
    node.delivered =
        keys -> {
          denied.add(denied());
          hosts.add(holder("10.0.0.2"));
          return Delivered.Answer.ALL;
        };
    node.apply(PODS.replace("app: client", "app: client, v: two"), denying("/"));

    int now = identity("client");
    assertThat(now).isNotEqualTo(old);
    assertThat(denied.get(0)).contains(old, now);
    assertThat(denied.get(1)).contains(old, now);
    assertThat(hosts).containsExactly(Integer.toString(old), Integer.toString(now));
    assertThat(denied()).contains(now).doesNotContain(old);
  }

  @Test
  void withoutAProxyBothNumbersAreDeniedUntilOneHasTakenTheHosts() throws Exception {
    node.apply(PODS, denying("/"));
    int old = identity("client");
    node.delivered = keys -> Delivered.Answer.NOBODY_ASKS;
    node.apply(labelled("two"), denying("/"));
    int second = identity("client");
    assertThat(denied()).contains(old, second);
    node.proxyConnects();
    node.apply(labelled("three"), denying("/other"));
    int third = identity("client");
    assertThat(denied()).contains(old, second, third);
    assertThat(holder("10.0.0.2")).isEqualTo(Integer.toString(third));

    node.ack(CiliumTypes.POLICY);
    assertThat(denied()).contains(old, second, third);
    node.delivered = Delivered.AT_ONCE;
    node.ack(CiliumTypes.HOSTS);

    assertThat(denied()).containsExactly(third);
  }

  @Test
  void nextAgentLeadsProxiesOnFromWhatTheOneBeforeServed() throws Exception {
    node.apply(PODS, denying("/"));
    int old = identity("client");
    node.delivered = keys -> Delivered.Answer.NOBODY_ASKS;
    node.apply(labelled("two"), denying("/"));
    int second = identity("client");

    node = new PlaneUnderTest(folder);
    node.delivered = keys -> Delivered.Answer.NOBODY_ASKS;
    node.apply(labelled("two"), denying("/"));
    assertThat(denied()).contains(old, second);
    node.proxyConnects();
    node.apply(labelled("three"), denying("/"));
    int third = identity("client");
    assertThat(denied()).contains(old, second, third);

    node.delivered = Delivered.AT_ONCE;
    node.ack(CiliumTypes.HOSTS);
    assertThat(denied()).containsExactly(third);
    node = new PlaneUnderTest(folder);
    node.apply(labelled("three"), denying("/"));
    assertThat(denied()).containsExactly(third);
  }

  /** Its peers may be unknown to the proxy still. */
  @Test
  void redirectWaitsForHostsThatAreNotServedYet() {
    node.proxyConnects();
    node.apply(PODS, policy("client", "egress", http("/")));
    node.ack(EnvoyTypes.LISTENER);
    node.ack(CiliumTypes.POLICY);
    node.ack(CiliumTypes.HOSTS);
    node.delivered = keys -> Delivered.Answer.NONE;
    node.apply(labelled("two"), policy("server", "ingress", http("/")));
    node.ack(CiliumTypes.POLICY);
    assertThat(node.announced()).doesNotContain(INGRESS);

    node.delivered = Delivered.AT_ONCE;
    node.ack(CiliumTypes.POLICY);
    node.ack(EnvoyTypes.LISTENER);
    node.ack(CiliumTypes.POLICY);
    node.ack(CiliumTypes.HOSTS);
    assertThat(node.announced()).containsExactly(INGRESS);
  }

  @Test
  void agentThatEndsBeforeItPublishesLeavesTheWayFromWhatItServed() throws Exception {
    node.apply(PODS, denying("/"));
    int old = identity("client");
    node.prepare(labelled("two"), denying("/"));

    node = new PlaneUnderTest(folder);
    node.delivered = keys -> Delivered.Answer.NOBODY_ASKS;
    node.apply(labelled("two"), denying("/"));
    assertThat(denied()).containsExactlyInAnyOrder(old, identity("client"));
  }

  @Test
  void theFirstOfWhatAProxyMayHaveIsNeverForgotten() throws Exception {
    node.proxyConnects();
    node.apply(PODS, denying("/"));
    int old = identity("client");
    node.delivered = keys -> Delivered.Answer.NOBODY_ASKS;
    for (int i = 0; i < 20; i++) {
      node.apply(labelled("v" + i), denying("/"));
    }
    assertThat(denied()).contains(old, identity("client")).hasSizeLessThan(20);
  }

  @Test
  void hostsWaitForAProxyThatDoesNotAnswerForItsPolicies() throws Exception {
    node.proxyConnects();
    node.apply(PODS, denying("/"));
    int old = identity("client");
    node.delivered = keys -> Delivered.Answer.NONE;
    node.apply(labelled("two"), denying("/"));
    node.apply(labelled("three"), denying("/"));
    int third = identity("client");
    assertThat(holder("10.0.0.2")).isEqualTo(Integer.toString(old));
    assertThat(denied()).containsExactlyInAnyOrder(old, third);

    node.delivered = Delivered.AT_ONCE;
    node.ack(CiliumTypes.POLICY);
    assertThat(holder("10.0.0.2")).isEqualTo(Integer.toString(third));
    assertThat(denied()).containsExactly(third);
  }

  @Test
  void numbersOfBeforeAreDeniedAsLongAsTheProxyRefusesTheHosts() throws Exception {
    node.apply(PODS, denying("/"));
    int old = identity("client");
    node.delivered = keys -> Delivered.Answer.NOBODY_ASKS;
    node.apply(labelled("two"), denying("/"));
    int second = identity("client");
    node.delivered = Delivered.AT_ONCE;
    node.nack(CiliumTypes.HOSTS, Integer.toString(second), "no");
    assertThat(denied()).contains(old, second);

    node.ack(CiliumTypes.HOSTS);
    assertThat(denied()).containsExactly(second);
  }

  /** An edit on the way: with the policy before it, the number would be nobody's. */
  @Test
  void hostsWaitForEveryPolicyAlsoForThoseOfEarlierEdits() {
    node.apply(PODS, denying("/"));
    List<Collection<ResourceKey>> awaited = new ArrayList<>();
    node.delivered =
        keys -> {
          awaited.add(keys);
          return Delivered.Answer.ALL;
        };
    node.apply(PODS, policy("server", "ingress", http("/")));
    assertThat(awaited).isEmpty();
    node.apply(labelled("two"), policy("server", "ingress", http("/")));
    assertThat(awaited.get(0)).contains(new ResourceKey(CiliumTypes.POLICY, id("server")));
  }

  @Test
  void whatTheAgentBeforeServedIsUsedOnlyIfItIsWhole() throws Exception {
    Path file = folder.resolve("served-before.json");
    node.apply(PODS, denying("/"));
    node.delivered = keys -> Delivered.Answer.NOBODY_ASKS;
    node.apply(labelled("two"), denying("/"));
    byte[] half = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(half, half.length / 2));

    node = new PlaneUnderTest(folder);
    node.apply(labelled("two"), denying("/"));
    assertThat(denied()).containsExactly(identity("client"));
    assertThat(file).doesNotExist();

    record Views(List<String> views) {}
    new StateFile<>(file, 1, Views.class).save(new Views(List.of("no view")));
    node = new PlaneUnderTest(folder);
    node.apply(labelled("two"), denying("/"));
    assertThat(denied()).containsExactly(identity("client"));
    assertThat(file).doesNotExist();

    record Nothing(List<Object> views) {}
    new StateFile<>(file, 1, Nothing.class).save(new Nothing(Collections.singletonList(null)));
    node = new PlaneUnderTest(folder);
    assertThat(file).doesNotExist();
  }

  private static String labelled(String version) {
    return PODS.replace("app: client", "app: client, v: " + version);
  }

  @Test
  void afterAFailureHalfWayEverythingIsPublishedAgain() throws Exception {
    node.apply(PODS, denying("/"));
    node.delivered =
        keys -> {
          throw new IllegalStateException("planned");
        };
    String relabelled = PODS.replace("app: client", "app: client, v: two");
    assertThatThrownBy(() -> node.apply(relabelled, pod("gone", "10.0.0.9"), denying("/")))
        .hasMessage("planned");
    assertThat(denied()).contains(identity("client")).hasSizeGreaterThan(1);

    node.delivered = Delivered.AT_ONCE;
    node.apply(relabelled, denying("/"));

    assertThat(denied()).containsOnly(identity("client"));
    assertThat(holder("10.0.0.2")).isEqualTo(Integer.toString(identity("client")));
    assertThat(node.published(CiliumTypes.POLICY)).hasSize(2);
    assertThat(holder("10.0.0.9")).isEmpty();
  }

  /** However many edits follow while it is away. */
  @Test
  void proxyThatWasAwayIsLedOnFromWhatItHas() throws Exception {
    node.apply(PODS, denying("/"));
    int old = identity("client");
    node.delivered = keys -> Delivered.Answer.NOBODY_ASKS;
    for (int i = 0; i < 40; i++) {
      node.apply(labelled("v" + i), denying("/" + i));
      assertThat(denied()).contains(old, identity("client")).hasSizeLessThanOrEqualTo(3);
    }
  }

  @Test
  void publicationAfterAFailureLeadsProxiesOnToo() throws Exception {
    node.proxyConnects();
    node.apply(PODS, denying("/"));
    int old = identity("client");
    node.delivered =
        keys -> {
          throw new IllegalStateException("planned");
        };
    assertThatThrownBy(() -> node.apply(labelled("two"), denying("/"))).hasMessage("planned");
    int second = identity("client");

    Set<Integer> hosts = new LinkedHashSet<>();
    node.delivered =
        keys -> {
          int holder = Integer.parseInt(holder("10.0.0.2"));
          assertThat(denied()).contains(holder);
          hosts.add(holder);
          return Delivered.Answer.ALL;
        };
    node.apply(labelled("three"), denying("/"));
    int third = identity("client");

    assertThat(hosts).containsExactly(old, second, third);
    assertThat(denied()).containsExactly(third);
  }

  @Test
  void refusedPolicyIsNotKeptBeyondTheMeaningOfItsNumbers() throws Exception {
    node.apply(PODS, denying("/"));
    node.apply(PODS, denying("/bad"));
    node.nack(CiliumTypes.POLICY, id("server"), "bad regex");
    assertThat(node.published(CiliumTypes.POLICY)).contains(id("server"));

    node.apply(PODS.replace("app: client", "app: client, v: two"), denying("/bad"));

    assertThat(node.published(CiliumTypes.POLICY)).doesNotContain(id("server"));
    assertThat(problems("server")).anySatisfy(p -> assertThat(p.toString()).contains("bad regex"));
    node.apply(PODS.replace("app: client", "app: client, v: two"), denying("/good"));
    assertThat(node.published(CiliumTypes.POLICY)).contains(id("server"));
  }

  @Test
  void redirectWaitsForHostsThatCameAfterTheFirst() {
    node.apply(PODS);
    node.ack(CiliumTypes.HOSTS);
    node.apply(PODS, pod("other", "10.0.0.3"), policy("server", "ingress", http("/")));
    node.ack(EnvoyTypes.LISTENER);
    node.ack(CiliumTypes.POLICY);
    assertThat(node.announced()).isEmpty();
    node.ack(CiliumTypes.HOSTS);
    assertThat(node.announced()).containsExactly(INGRESS);
  }

  /** Everybody may ask for a path, but the client. */
  private static String denying(String path) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: server}
        spec:
          endpointSelector: {matchLabels: {app: server}}
          ingress:
          - fromEntities: [all]
            toPorts: [{ports: [{port: "8080", protocol: TCP}], rules: {http: [{path: "%s"}]}}]
          ingressDeny:
          - fromEndpoints: [{matchLabels: {app: client}}]
        """
        .formatted(path);
  }

  private int identity(String pod) {
    return node.view().world().endpoints().stream()
        .filter(e -> e.podName().equals(pod))
        .mapToInt(e -> e.identity().number())
        .findFirst()
        .orElseThrow();
  }

  /** Numbers that the server's published policy denies on the port. */
  private List<Integer> denied() {
    return message(CiliumTypes.POLICY, id("server"), NetworkPolicy.class)
        .getIngressPerPortPoliciesList()
        .stream()
        .filter(port -> port.getPort() == 8080)
        .flatMap(port -> port.getRulesList().stream())
        .filter(PortNetworkPolicyRule::getDeny)
        .flatMap(rule -> rule.getRemotePoliciesList().stream())
        .toList();
  }

  /** The identity that has an address in the published hosts. */
  private String holder(String address) {
    return node.published(CiliumTypes.HOSTS).stream()
        .filter(
            name ->
                message(CiliumTypes.HOSTS, name, NetworkPolicyHosts.class)
                    .getHostAddressesList()
                    .contains(address + "/32"))
        .collect(Collectors.joining(","));
  }

  private <T extends Message> T message(String typeUrl, String name, Class<T> type) {
    try {
      return node.store.get(new ResourceKey(typeUrl, name)).orElseThrow().body().unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void podThatTakesOverAnAddressIsInTheSameUpdate() throws Exception {
    node.apply(PODS);
    String server = id("server");
    node.apply(pod("client", "10.0.0.2"), pod("successor", "10.0.0.1"));

    assertThat(node.published(CiliumTypes.POLICY)).hasSize(2).doesNotContain(server);
    assertThat(addresses(id("successor"))).containsExactly("10.0.0.1");
    assertThat(addresses(id("client"))).containsExactly("10.0.0.2");
  }

  @Test
  void secretThatAPolicyNamesIsServedAndGoesWithIt() {
    String secret =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: token}
        stringData: {value: planted-5e3a}
        """;
    String header =
        "{http: [{headerMatches: [{name: X-Token, secret: {name: token, namespace: default}}]}]}";
    node.apply(PODS, secret, policy("server", "ingress", header));

    assertThat(node.published(EnvoyTypes.SECRET)).containsExactly("cilium-secrets/default-token");
    assertThat(node.plane.missingSecrets()).isEmpty();
    Resource named = policyOf("server");
    Resource other = policyOf("client");
    assertThat(named.body().toString()).contains("cilium-secrets/default-token");

    node.apply(PODS, policy("server", "ingress", header));
    assertThat(policyOf("server").body().toString()).doesNotContain("default-token");
    assertThat(policyOf("client")).isSameAs(other);
    assertThat(node.published(EnvoyTypes.SECRET)).isEmpty();
    assertThat(node.plane.missingSecrets()).hasSize(1);
    assertThat(problems("server")).singleElement().asString().contains("default/token");
    assertThat(state("server")).isEqualTo(ObjectStatus.State.ACCEPTED);

    node.apply(PODS, secret, policy("server", "ingress", header));
    assertThat(policyOf("server")).isEqualTo(named);
  }

  private Resource policyOf(String pod) {
    return node.store.get(new ResourceKey(CiliumTypes.POLICY, id(pod))).orElseThrow();
  }

  private List<String> addresses(String endpoint) throws Exception {
    return node.store
        .get(new ResourceKey(CiliumTypes.POLICY, endpoint))
        .orElseThrow()
        .body()
        .unpack(NetworkPolicy.class)
        .getEndpointIpsList();
  }

  private void announced(String... policies) {
    var documents = new ArrayList<>(List.of(PODS));
    documents.addAll(List.of(policies));
    node.apply(documents.toArray(String[]::new));
    node.ack(CiliumTypes.POLICY);
    node.ack(CiliumTypes.HOSTS);
    node.ack(EnvoyTypes.LISTENER);
    assertThat(node.announced()).isNotEmpty();
  }

  private String id(String pod) {
    return node.view().world().endpoints().stream()
        .filter(e -> e.podName().equals(pod))
        .map(e -> Integer.toString(e.id()))
        .findFirst()
        .orElseThrow();
  }

  private ObjectStatus.State state(String policy) {
    return status(policy).state();
  }

  private List<String> problems(String policy) {
    return status(policy).problems().stream().map(Problem::message).toList();
  }

  private ObjectStatus status(String policy) {
    var key = new ObjectKey("CiliumNetworkPolicy", "default", policy);
    return node.plane.judged(node.view()).statuses().stream()
        .filter(s -> s.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static String http(String path) {
    return "{http: [{path: " + path + "}]}";
  }

  /** Named after the pod it selects. */
  private static String policy(String pod, String direction, String rules) {
    return """
    apiVersion: cilium.io/v2
    kind: CiliumNetworkPolicy
    metadata: {name: %s}
    spec:
      endpointSelector: {matchLabels: {app: %s}}
      %s:
      - toPorts: [{ports: [{port: '80', protocol: TCP}], rules: %s}]
    """
        .formatted(pod, pod, direction, rules);
  }

  private static String pod(String name, String address) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, labels: {app: %s}}
    status: {podIP: %s}
    """
        .formatted(name, name, address);
  }
}
