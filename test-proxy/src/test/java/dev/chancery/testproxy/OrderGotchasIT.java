package dev.chancery.testproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import org.junit.jupiter.api.Test;

/** Gotchas 16 and 17: types and filters in the wrong order. */
class OrderGotchasIT extends GotchaFixture {
  private static final Listener GOOD = Redirects.http(INGRESS, 10001, true);

  @Test
  void gotcha16AnEmptyAnswerTakesAllListenersAway() throws Exception {
    startWithRedirect(ProxyGeneration.V1_35);
    server.stop();
    server.set(XdsType.LISTENER);
    server.start();
    assertThat(awaitViolation(16).text()).contains("takes away 1");
  }

  @Test
  void gotcha16ListenersBeforePolicies() {
    server.set(XdsType.POLICY);
    server.set(XdsType.LISTENER, GOOD);
    start(ProxyGeneration.V1_35);
    assertThat(awaitViolation(16).text()).contains("no policy in the first answer");
  }

  @Test
  void gotcha16ListenersBeforeClusters() {
    server.mute(XdsType.CLUSTER);
    server.set(XdsType.LISTENER, GOOD);
    start(ProxyGeneration.V1_35);
    proxy.awaitListener(INGRESS);
    server.set(XdsType.CLUSTER, Cluster.newBuilder().setName("dynamic").build());
    assertThat(awaitViolation(16).text()).contains("before the clusters");
  }

  @Test
  void gotcha17FiltersInTheWrongOrder() {
    start(ProxyGeneration.V1_35);
    var manager = Redirects.manager("ingress-cluster", Redirects.l7policy(""), Redirects.router());
    var network = Redirects.chain(manager, Redirects.network());
    assertThat(nack(XdsType.LISTENER, GOOD.toBuilder().setFilterChains(0, network).build()).error())
        .contains("terminal filter named envoy.filters.network.http_connection_manager");
    var http =
        Redirects.chain(
            Redirects.network(),
            Redirects.manager("ingress-cluster", Redirects.router(), Redirects.l7policy("")));
    server.set(XdsType.LISTENER, GOOD.toBuilder().setFilterChains(0, http).build());
    proxy.await("a refusal", p -> p.violations().toString().contains("http filter chain"));
  }

  @Test
  void gotcha17ServerNamesAreLookedForTooLate() {
    server.set(
        XdsType.LISTENER,
        GOOD.toBuilder()
            .clearListenerFilters()
            .addListenerFilters(GOOD.getListenerFilters(1))
            .addListenerFilters(GOOD.getListenerFilters(0))
            .build());
    start(ProxyGeneration.V1_35);
    assertThat(proxy.awaitListener(INGRESS).seesServerNames()).isFalse();
    awaitViolation(17);
  }

  @Test
  void gotcha17NobodyJudges() {
    server.set(
        XdsType.LISTENER,
        GOOD.toBuilder()
            .setFilterChains(
                0, Redirects.chain(Redirects.manager("ingress-cluster", Redirects.router())))
            .build());
    start(ProxyGeneration.V1_35);
    var listener = proxy.awaitListener(INGRESS);
    assertThat(awaitViolation(17).text()).contains("are not judged");
    assertThat(listener.http().orElseThrow().policy()).isEmpty();
  }
}
