package dev.chancery.testproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.BpfMetadata;
import dev.chancery.testproxy.policy.HostMap;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gotchas 1, 2, 9–11, 19 and 20: what a control plane can do wrong with listeners. */
class ListenerGotchasIT extends GotchaFixture {
  private static Listener listener(UnaryOperator<BpfMetadata.Builder> metadata) {
    return Redirects.http(INGRESS, 10001, true, metadata);
  }

  static Stream<Arguments> identitySources() {
    return Stream.of(
        Arguments.of(ProxyGeneration.V1_35, "", false, false, false),
        Arguments.of(ProxyGeneration.V1_35, "/sys/fs/bpf", false, false, false),
        Arguments.of(ProxyGeneration.V1_35, "", true, false, true),
        Arguments.of(ProxyGeneration.V1_35, "/sys/fs/bpf", false, true, true),
        Arguments.of(ProxyGeneration.V1_32, "", true, false, false),
        Arguments.of(ProxyGeneration.V1_32, "/sys/fs/bpf", false, false, true));
  }

  @ParameterizedTest
  @MethodSource("identitySources")
  void gotcha1NoSourceOfIdentities(
      ProxyGeneration generation, String root, boolean nphds, boolean ipcache, boolean usable) {
    server.set(XdsType.LISTENER, listener(m -> m.setBpfRoot(root).setUseNphds(nphds)));
    start(generation, o -> ipcache ? o.withIpcache(HostMap.none()) : o);
    var listener = proxy.awaitListener(INGRESS);
    if (usable) {
      proxy.await("policies", p -> !p.policies().keys().isEmpty());
      assertThat(proxy.violations()).isEmpty();
    } else {
      assertThat(awaitViolation(1).text()).contains("no source of identities");
      assertThat(proxy.streams()).doesNotContain(XdsType.POLICY);
      assertThat(
              proxy
                  .admit(listener, at("10.0.0.2", 9), at("10.0.0.1", 80), Optional.empty())
                  .verdict()
                  .allowed())
          .isFalse();
    }
  }

  @Test
  void gotcha2NoClusterForPolicies() {
    server.set(XdsType.LISTENER, listener(m -> m));
    start(ProxyGeneration.V1_35, o -> o.withoutCluster("xds-grpc-cilium"));
    assertThat(awaitNack(XdsType.LISTENER).error()).contains("xds-grpc-cilium");
    awaitViolation(2);
    assertThat(proxy.listeners()).isEmpty();
  }

  @Test
  void gotcha9TheOriginalDestinationIsLost() {
    startWithRedirect(ProxyGeneration.V1_35);
    var admission =
        proxy.admit(
            proxy.awaitListener(INGRESS),
            at("10.0.0.2", 9),
            at("127.0.0.1", 10001),
            Optional.empty());
    assertThat(admission.hasServer()).isFalse();
    awaitViolation(9);
  }

  static Stream<Arguments> badListeners() {
    Listener good = listener(m -> m);
    return Stream.of(
        Arguments.of(
            "privileged port",
            good.toBuilder().setAddress(Redirects.address("127.0.0.1", 80)).build(),
            "cannot bind '127.0.0.1:80': Permission denied"),
        Arguments.of(
            "port busy",
            good.toBuilder().setAddress(Redirects.address("127.0.0.1", 10666)).build(),
            "Address already in use"),
        Arguments.of(
            "privileged additional port",
            good.toBuilder().addAdditionalAddresses(Redirects.additional("::1", 80)).build(),
            "cannot bind '[::1]:80': Permission denied"),
        Arguments.of(
            "additional address of another listener",
            good.toBuilder()
                .addAdditionalAddresses(Redirects.additional("127.0.0.1", 10002))
                .build(),
            "has duplicate address '127.0.0.1:10001, 127.0.0.1:10002'"),
        Arguments.of(
            "no address",
            good.toBuilder().addAdditionalAddresses(Redirects.additional("::g", 10001)).build(),
            "malformed IP address: ::g"),
        Arguments.of(
            "unknown extension",
            good.toBuilder()
                .setFilterChains(
                    0,
                    Redirects.chain(
                        Redirects.network(),
                        Redirects.manager(
                            "ingress-cluster",
                            Redirects.httpFilter(
                                "envoy.filters.http.lua", Router.getDefaultInstance()),
                            Redirects.router())))
                .build(),
            "Didn't find a registered implementation for 'envoy.filters.http.lua'"),
        Arguments.of("load balancer for ingress", listener(m -> m.setIsL7Lb(true)), "is_l7lb"),
        Arguments.of(
            "wrong family",
            listener(m -> m.setIpv4SourceAddress("fd00::1")),
            "not an IPv4 address: fd00::1"),
        Arguments.of(
            "unknown cluster",
            good.toBuilder()
                .setFilterChains(
                    0,
                    Redirects.chain(
                        Redirects.network(),
                        Redirects.manager("nowhere", Redirects.l7policy(""), Redirects.router())))
                .build(),
            "route: unknown cluster 'nowhere'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badListeners")
  void gotcha10ListenersThatAreRefused(String what, Listener bad, String text) {
    server.set(XdsType.LISTENER, Redirects.http("cilium-http-egress:10002", 10002, false), bad);
    start(ProxyGeneration.V1_35, o -> o.withBusyPorts(port -> port == 10666));
    assertThat(awaitNack(XdsType.LISTENER).error())
        .startsWith("Error adding/updating listener(s) " + INGRESS + ": ")
        .contains(text);
    awaitViolation(10);
    assertThat(proxy.listeners()).hasSize(1);
  }

  @Test
  void gotcha10TwoListenersThatDoNotGoTogether() {
    Listener first = listener(m -> m);
    start(ProxyGeneration.V1_35);
    assertThat(nack(XdsType.LISTENER, first, first).error())
        .contains("duplicate listener " + INGRESS + " found");
    assertThat(nack(XdsType.LISTENER, first, Redirects.http("other", 10001, true)).error())
        .contains("duplicate");
    server.set(
        XdsType.LISTENER,
        first,
        Redirects.http("other", 10002, true, m -> m.setBpfRoot("/sys/fs/bpf")));
    proxy.await("a refusal", p -> p.violations().toString().contains("bpf_root"));
    assertThat(proxy.listeners()).hasSize(1);
  }

  @Test
  void gotcha10AListenerCannotMove() {
    startWithRedirect(ProxyGeneration.V1_35);
    assertThat(nack(XdsType.LISTENER, Redirects.http(INGRESS, 10009, true)).error())
        .contains("has a different address '127.0.0.1:10009'");
    assertThat(proxy.awaitListener(INGRESS).port()).isEqualTo(10001);
  }

  @Test
  void gotcha10AListenerCannotTakeAnotherAddress() {
    startWithRedirect(ProxyGeneration.V1_35);
    assertThat(nack(XdsType.LISTENER, onBothFamilies()).error())
        .contains("has a different address '127.0.0.1:10001, [::1]:10001'");
    assertThat(proxy.awaitListener(INGRESS).listensOn(at("::1", 10001))).isFalse();
  }

  @Test
  void gotcha9TheOriginalDestinationIsLostOnIpv6() {
    server.set(XdsType.LISTENER, onBothFamilies());
    start(ProxyGeneration.V1_35);
    var listener = proxy.awaitListener(INGRESS);

    assertThat(
            proxy
                .admit(listener, at("fd00::2", 9), at("fd00::1", 10001), Optional.empty())
                .hasServer())
        .isTrue();
    assertThat(
            proxy.admit(listener, at("fd00::2", 9), at("::1", 10001), Optional.empty()).hasServer())
        .isFalse();
    awaitViolation(9);
  }

  private static Listener onBothFamilies() {
    return listener(m -> m).toBuilder()
        .addAdditionalAddresses(Redirects.additional("::1", 10001))
        .build();
  }

  @Test
  void gotcha10TwoClustersOfOneName() {
    start(ProxyGeneration.V1_35);
    Cluster cluster = Cluster.newBuilder().setName("dynamic").build();
    assertThat(nack(XdsType.CLUSTER, cluster, cluster).error())
        .contains("duplicate cluster dynamic found");
    awaitViolation(10);
    assertThat(proxy.clusters()).doesNotContain("dynamic");
  }

  @Test
  void gotcha11NamesOfTheBootstrap() {
    server.set(XdsType.LISTENER, Redirects.http("envoy-health-listener", 10003, true));
    server.set(XdsType.CLUSTER, Cluster.newBuilder().setName("egress-cluster").build());
    start(ProxyGeneration.V1_35);
    proxy.await("both", p -> p.violations().stream().filter(v -> v.gotcha() == 11).count() == 2);
    assertThat(proxy.listeners()).isEmpty();
  }

  @Test
  void gotcha19MarksOfUpstreamSockets() {
    startWithRedirect(ProxyGeneration.V1_35);
    assertThat(proxy.awaitListener(INGRESS).upstreamMark(0x12345)).isEqualTo(0x23450A01);
    server.set(XdsType.LISTENER, Redirects.http("cilium-http-egress:10002", 10002, false));
    assertThat(proxy.awaitListener("cilium-http-egress").upstreamMark(5)).isEqualTo(0x00050B00);
  }

  @Test
  void gotcha20NobodyTakesLogRecords() throws Exception {
    Path log = Files.createTempDirectory("log").resolve("access_log.sock");
    var manager =
        Redirects.manager(
            "ingress-cluster", Redirects.l7policy(log.toString()), Redirects.router());
    Listener logging =
        listener(m -> m).toBuilder()
            .setFilterChains(0, Redirects.chain(Redirects.network(), manager))
            .build();
    server.set(XdsType.LISTENER, logging);
    start(ProxyGeneration.V1_35);
    assertThat(awaitViolation(20).text()).contains("no such socket");
    try (ServerSocketChannel stream = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stream.bind(UnixDomainSocketAddress.of(log));
      proxy.restart();
      proxy.await("a stream socket", p -> p.violations().toString().contains("SOCK_SEQPACKET"));
    }
    proxy.restart();
    proxy.await("nobody", p -> p.violations().toString().contains("nobody listens"));
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(address, port);
  }
}
