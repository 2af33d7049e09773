package dev.chancery.testproxy;

import static dev.chancery.testproxy.GotchaFixture.awaitServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.testproxy.policy.PolicyMap;
import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.stream.JournalEntry.Outcome;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsIT {
  private ScriptedServer server;
  private TestProxy proxy;

  @BeforeEach
  void start() throws Exception {
    server = ScriptedServer.started();
    proxy = TestProxy.start(TestProxyOptions.of(server.socket(), ProxyGeneration.V1_35));
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    server.close();
  }

  private void serveOneRedirect() {
    server.set(
        XdsType.POLICY, Policies.ingress(7, "10.0.0.1", Policies.port(80, Policies.allow(5))));
    server.set(XdsType.HOSTS, Policies.hosts(5, "10.0.0.2"));
    server.set(XdsType.LISTENER, Redirects.http("cilium-http-ingress:10001", 10001, true));
  }

  private void awaitPolicy() {
    proxy.await("a policy", p -> !p.policies().keys().isEmpty() && p.hosts().size() > 0);
  }

  @Test
  void asksForClustersAndListenersAtOnceAndForPoliciesWithTheFirstListener() {
    proxy.await("an answer", TestProxy::ready);
    assertThat(proxy.streams()).containsExactlyInAnyOrder(XdsType.CLUSTER, XdsType.LISTENER);

    serveOneRedirect();
    awaitPolicy();
    assertThat(proxy.streams()).contains(XdsType.POLICY, XdsType.HOSTS);
    assertThat(proxy.violations()).isEmpty();

    server.set(XdsType.LISTENER);
    proxy.await("no more policies", p -> !p.streams().contains(XdsType.POLICY));
    assertThat(proxy.policies().keys()).isEmpty();
    assertThat(proxy.violations()).isEmpty();
  }

  @Test
  void judgesConnectionsByWhatItHasTaken() {
    serveOneRedirect();
    awaitPolicy();
    var listener = proxy.awaitListener("cilium-http-ingress");
    var server80 = new InetSocketAddress("10.0.0.1", 80);

    var known =
        proxy.admit(listener, new InetSocketAddress("10.0.0.2", 999), server80, Optional.empty());
    assertThat(known.verdict().allowed()).isTrue();
    assertThat(known.sourceIdentity()).isEqualTo(5);
    assertThat(known.destinationIdentity()).isZero();
    assertThat(known.connection().proxyId()).isEqualTo(10001);

    var stranger =
        proxy.admit(listener, new InetSocketAddress("10.0.0.3", 999), server80, Optional.empty());
    assertThat(stranger.verdict().allowed()).isFalse();
    assertThat(stranger.sourceIdentity()).isEqualTo(2);
  }

  @Test
  void namesTheNodeOnceAndEchoesNonces() {
    serveOneRedirect();
    awaitPolicy();
    awaitServer().until(() -> server.requests(XdsType.POLICY).size() == 2);
    List<DiscoveryRequest> requests = server.requests(XdsType.POLICY);
    assertThat(requests.get(0).getNode().getId()).isEqualTo("host~127.0.0.1~no-id~localdomain");
    assertThat(requests.get(0).getResourceNamesList()).isEmpty();
    assertThat(requests.get(1).hasNode()).isFalse();
    assertThat(requests.get(1).getVersionInfo()).isEqualTo("2");
    assertThat(requests.get(1).getResponseNonce()).isEqualTo("2");
  }

  @Test
  void keepsEverythingWhileTheControlPlaneIsAwayAndQuotesItsVersionAfterwards() throws Exception {
    serveOneRedirect();
    awaitPolicy();
    server.stop();
    awaitServer().until(() -> server.openStreams(XdsType.POLICY) == 0);
    assertThat(proxy.policies().keys()).containsExactly("10.0.0.1");
    assertThat(proxy.listeners()).hasSize(1);

    int before = proxy.journal(XdsType.POLICY).size();
    server.forgetVersions();
    server.start();
    proxy.await("a new answer", p -> p.journal(XdsType.POLICY).size() > before);
    JournalEntry again = proxy.journal(XdsType.POLICY).get(before);
    assertThat(again.first()).isTrue();
    assertThat(again.quoted()).isEqualTo("2");
    assertThat(again.version()).isEqualTo("3");
    assertThat(again.outcome()).isEqualTo(Outcome.ACK);
    assertThat(again.removed()).isEmpty();
    assertThat(proxy.violations()).isEmpty();
  }

  @Test
  void aRestartForgetsEverythingAndLearnsItAgain() {
    serveOneRedirect();
    awaitPolicy();
    proxy.kill();
    assertThat(proxy.listeners()).isEmpty();
    assertThat(proxy.policies().keys()).isEmpty();
    assertThat(proxy.streams()).isEmpty();
    proxy.restart();
    awaitPolicy();
    assertThat(proxy.journal(XdsType.POLICY)).extracting(JournalEntry::life).containsExactly(1, 2);
    assertThat(proxy.journal(XdsType.POLICY)).extracting(JournalEntry::quoted).containsOnly("");
    assertThat(proxy.violations()).isEmpty();
  }

  @Test
  void aRefusedPolicyKeepsTheWholeOldMapAndQuotesTheOldVersion() {
    serveOneRedirect();
    awaitPolicy();
    PolicyMap old = proxy.policies();
    proxy.faults().rejecting(policy -> policy.getEndpointId() == 8, "no such thing");
    server.set(XdsType.POLICY, Policies.ingress(8, "10.0.0.8"), Policies.ingress(9, "10.0.0.9"));
    awaitServer().until(() -> server.requests(XdsType.POLICY).size() == 3);

    DiscoveryRequest nack = server.requests(XdsType.POLICY).get(2);
    assertThat(nack.getVersionInfo()).isEqualTo("2");
    assertThat(nack.getResponseNonce()).isEqualTo("3");
    assertThat(nack.getErrorDetail().getMessage()).isEqualTo("no such thing");
    assertThat(proxy.policies()).isSameAs(old);
    assertThat(proxy.violations()).isEmpty();
  }

  @Test
  void aRefusedListenerLeavesTheOthersAlone() {
    proxy.faults().rejectingListener(l -> l.getName().endsWith("2"), "not this one");
    server.set(
        XdsType.LISTENER,
        Redirects.http("cilium-http-ingress:10001", 10001, true),
        Redirects.http("cilium-http-egress:10002", 10002, false));
    proxy.await("a refusal", p -> nacks(p).size() == 1);
    assertThat(proxy.listeners()).hasSize(1);
    JournalEntry entry = nacks(proxy).get(0);
    assertThat(entry.error())
        .isEqualTo("Error adding/updating listener(s) cilium-http-egress:10002: not this one\n");
  }

  @Test
  void asksForRoutesAndEndpointsByTheNamesThatAreReferredTo() {
    ConfigSource source =
        ConfigSource.newBuilder()
            .setApiConfigSource(
                ApiConfigSource.newBuilder()
                    .setApiType(ApiConfigSource.ApiType.GRPC)
                    .addGrpcServices(
                        GrpcService.newBuilder()
                            .setEnvoyGrpc(
                                GrpcService.EnvoyGrpc.newBuilder()
                                    .setClusterName("xds-grpc-cilium"))))
            .build();
    server.set(
        XdsType.CLUSTER,
        Cluster.newBuilder()
            .setName("dynamic")
            .setType(Cluster.DiscoveryType.EDS)
            .setEdsClusterConfig(
                Cluster.EdsClusterConfig.newBuilder()
                    .setServiceName("default/web")
                    .setEdsConfig(source))
            .build());
    server.set(XdsType.ROUTE, RouteConfiguration.newBuilder().setName("routes").build());
    awaitServer().until(() -> !server.requests(XdsType.ENDPOINT).isEmpty());
    assertThat(server.requests(XdsType.ENDPOINT).get(0).getResourceNamesList())
        .containsExactly("default/web");
    proxy.await("the cluster", p -> p.clusters().contains("dynamic"));
    assertThat(proxy.clusters()).contains("egress-cluster");

    serveOneRedirect();
    awaitPolicy();
    server.set(XdsType.LISTENER, Redirects.withRoutes("cilium-http-egress:10002", 10002, source));
    proxy.await("routes", p -> p.routes("routes").isPresent());
    assertThat(proxy.listeners().get(0).http().orElseThrow().routeName()).contains("routes");
  }

  @Test
  void aResponseThatIsTooLongEndsTheStream() {
    proxy.close();
    proxy =
        TestProxy.start(
            TestProxyOptions.of(server.socket(), ProxyGeneration.V1_35).withMaxMessage(100));
    serveOneRedirect();
    proxy.await("a mark", p -> p.violations().toString().contains("RESOURCE_EXHAUSTED"));
    assertThat(proxy.listeners()).isEmpty();
  }

  private static List<JournalEntry> nacks(TestProxy proxy) {
    return proxy.journal(XdsType.LISTENER).stream()
        .filter(entry -> entry.outcome() == Outcome.NACK)
        .toList();
  }
}
