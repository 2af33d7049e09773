package dev.chancery.testproxy;

import static dev.chancery.testproxy.Policies.ingress;
import static dev.chancery.testproxy.Policies.port;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.XdsType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gotchas 12–15, 21 and 22: what a control plane can do wrong with streams and versions. */
class StreamGotchasIT extends GotchaFixture {
  private static final NetworkPolicy POLICY = ingress(7, "10.0.0.1", port(80));
  private static final NetworkPolicy OTHER = ingress(9, "10.0.0.9", port(80));

  @Test
  void gotcha12ANewStreamIsNotAnsweredWithAGreaterVersion() throws Exception {
    startWithRedirect(ProxyGeneration.V1_35);
    int before = proxy.journal(XdsType.POLICY).size();
    server.stop();
    server.mute(XdsType.POLICY);
    server.start();
    awaitServer().until(() -> server.openStreams(XdsType.POLICY) == 1);
    server.raw(XdsType.POLICY, "1", "1", POLICY);
    assertThat(awaitViolation(12).text()).contains("quoted 2");
    proxy.await("the response", p -> p.journal(XdsType.POLICY).size() > before);
  }

  @Test
  void gotcha12ANewStreamIsAnsweredWithNothing() throws Exception {
    startWithRedirect(ProxyGeneration.V1_35);
    server.stop();
    server.set(XdsType.POLICY);
    server.start();
    assertThat(awaitViolation(12).text()).contains("no policy in the first answer");
  }

  @Test
  void gotcha13WhatWasRefusedComesAgain() {
    startWithRedirect(ProxyGeneration.V1_35);
    NetworkPolicy bad = ingress(8, "10.0.0.8", port(65536));
    nack(XdsType.POLICY, bad);
    server.set(XdsType.POLICY, bad);
    assertThat(awaitViolation(13).text()).contains("refused before");
  }

  @Test
  void gotcha13WhatWasRefusedComesAgainAfterAnotherWasAccepted() {
    startWithRedirect(ProxyGeneration.V1_35);
    NetworkPolicy bad = ingress(8, "10.0.0.8", port(65536));
    nack(XdsType.POLICY, bad);
    server.set(XdsType.POLICY, OTHER);
    proxy.await("another", p -> p.policies().keys().contains("10.0.0.9"));
    assertThat(proxy.violations()).noneMatch(v -> v.gotcha() == 13);
    server.set(XdsType.POLICY, bad);
    assertThat(awaitViolation(13).text()).contains("refused before");
  }

  @ParameterizedTest
  @CsvSource({"'', 9", "9, ''", "v9, 9", "9, abc", "9, 8", "1, 1"})
  void gotcha14VersionsAndNonces(String version, String nonce) {
    startWithRedirect(ProxyGeneration.V1_35);
    server.raw(XdsType.POLICY, version, nonce, POLICY, OTHER);
    awaitViolation(14);
    proxy.await("it is taken all the same", p -> p.policies().keys().size() == 2);
  }

  @Test
  void gotcha15TheNodeIsWantedInEveryRequest() {
    server.demandNode(XdsType.POLICY);
    server.set(XdsType.LISTENER, Redirects.http(INGRESS, 10001, true));
    start(ProxyGeneration.V1_35);
    assertThat(awaitViolation(15).text()).contains("INVALID_ARGUMENT node missing");
    proxy.await("another try", p -> p.journal(XdsType.POLICY).size() > 1);
  }

  @Test
  void gotcha21ListenersAndClustersAreNotAnswered() {
    server.mute(XdsType.CLUSTER).mute(XdsType.LISTENER);
    start(ProxyGeneration.V1_35, o -> o.withFetchTimeout(Duration.ofMillis(200)));
    assertThat(awaitViolation(21).text()).contains("LDS false, CDS false");
    proxy.await("ready at last", TestProxy::ready);
  }

  @Test
  void gotcha21ReadyOnlyOnceClustersAreAnsweredToo() {
    server.mute(XdsType.CLUSTER);
    start(ProxyGeneration.V1_35);
    proxy.await("listeners", p -> !p.journal(XdsType.LISTENER).isEmpty());
    assertThat(proxy.ready()).isFalse();
    awaitServer().until(() -> server.openStreams(XdsType.CLUSTER) == 1);
    server.set(XdsType.CLUSTER);
    proxy.await("ready", TestProxy::ready);
    assertThat(proxy.violations()).isEmpty();
  }

  @Test
  void gotcha22AVersionComesAgainWithOtherContent() {
    startWithRedirect(ProxyGeneration.V1_35);
    server.raw(XdsType.POLICY, "2", "2", OTHER);
    assertThat(awaitViolation(22).text()).contains("other content");
  }

  @Test
  void gotcha22PoliciesOfOldAreReplayedAfterTheLastListenerHasGone() {
    startWithRedirect(ProxyGeneration.V1_36);
    server.set(XdsType.POLICY, OTHER);
    proxy.await("the policy", p -> p.policies().keys().contains("10.0.0.9"));
    server.set(XdsType.LISTENER);
    proxy.await("no more policies", p -> !p.streams().contains(XdsType.POLICY));
    server.forgetVersions();
    server.set(XdsType.LISTENER, Redirects.http(INGRESS, 10001, true));
    assertThat(awaitViolation(22).text()).contains("replays version 1");
  }
}
