package dev.chancery.testproxy;

import static dev.chancery.testproxy.Policies.allow;
import static dev.chancery.testproxy.Policies.hosts;
import static dev.chancery.testproxy.Policies.http;
import static dev.chancery.testproxy.Policies.ingress;
import static dev.chancery.testproxy.Policies.peers;
import static dev.chancery.testproxy.Policies.port;
import static dev.chancery.testproxy.Policies.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.chancery.api.cilium.HeaderMatch;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.testproxy.policy.Connection;
import dev.chancery.testproxy.policy.HttpCall;
import dev.chancery.testproxy.policy.PolicyMap;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.GenericSecret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Gotchas 3–8 and 18: what a control plane can do wrong with policies, hosts and secrets. */
class PolicyGotchasIT extends GotchaFixture {
  private static final NetworkPolicy GOOD = ingress(8, "10.0.0.8", port(80));

  private boolean connects(String address, int port, long remote) {
    return proxy.policies().connection(Connection.plain(address, true, port, remote, 0)).allowed();
  }

  @ParameterizedTest
  @CsvSource({"8, 10.0.0.1", "7, 10.0.0.8", "9, 7"})
  void gotcha3TwoPoliciesUnderOneKeyRefuseTheResponseFrom137(long id, String address) {
    startWithRedirect(ProxyGeneration.V1_37);
    PolicyMap old = proxy.policies();
    assertThat(nack(XdsType.POLICY, ingress(7, "10.0.0.1", port(80)), ingress(id, address)).error())
        .contains("duplicate resource key");
    awaitViolation(3);
    assertThat(proxy.policies()).isSameAs(old);
  }

  @Test
  void gotcha3TheFirstPolicyUnderAKeyWinsInSilenceUntil136() {
    startWithRedirect(ProxyGeneration.V1_36);
    server.set(XdsType.POLICY, ingress(7, "10.0.0.1", port(80, allow(5))), ingress(8, "10.0.0.1"));
    awaitViolation(3);
    proxy.await("the response", p -> p.journal(XdsType.POLICY).size() == 2);
    assertThat(connects("10.0.0.1", 80, 5)).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.chancery.testproxy.BadPolicies#all")
  void gotcha4OneBadPolicyRefusesTheWholeResponse(String what, NetworkPolicy bad, String text) {
    startWithRedirect(ProxyGeneration.V1_37);
    PolicyMap old = proxy.policies();
    assertThat(nack(XdsType.POLICY, ingress(9, "10.0.0.9", port(80)), bad).error()).contains(text);
    awaitViolation(4);
    assertThat(proxy.policies()).isSameAs(old);
    awaitServer().until(() -> server.requests(XdsType.POLICY).size() == 3);
    var nack = server.requests(XdsType.POLICY).get(2);
    assertThat(nack.getErrorDetail().getMessage()).contains(text);
    assertThat(nack.getVersionInfo()).isLessThan(nack.getResponseNonce());
  }

  /** Nothing is refused or noted: whoever compares the verdicts before and after sees it. */
  @Test
  void gotcha5NobodyBecomesEverybody() {
    startWithRedirect(ProxyGeneration.V1_35);
    assertThat(strangerConnectsAfter(ingress(8, "10.0.0.8", port(80, allow(5))))).isFalse();
    assertThat(strangerConnectsAfter(ingress(8, "10.0.0.8", port(80, allow())))).isTrue();
    assertThat(strangerConnectsAfter(ingress(8, "10.0.0.8"))).isFalse();
    assertThat(proxy.violations()).isEmpty();
  }

  private boolean strangerConnectsAfter(NetworkPolicy policy) {
    server.set(XdsType.POLICY, policy);
    proxy.await("the policy", p -> p.policies().policy("10.0.0.8").equals(Optional.of(policy)));
    return connects("10.0.0.8", 80, 12345);
  }

  @ParameterizedTest
  @CsvSource({
    "V1_32, 5, false",
    "V1_32, 77, true",
    "V1_33, 5, true",
    "V1_35, 5, true",
    "V1_36, 5, false"
  })
  void gotcha6WhatOlderReleasesMakeOfAPass(
      ProxyGeneration generation, int remote, boolean allowed) {
    server.set(
        XdsType.LISTENER,
        Redirects.http(INGRESS, 10001, true, m -> m.setBpfRoot("/sys/fs/bpf").setUseNphds(true)));
    start(generation);
    server.set(
        XdsType.POLICY,
        ingress(
            8,
            "10.0.0.8",
            port(
                80,
                peers(generation == ProxyGeneration.V1_32 ? 6 : remote)
                    .setPrecedence(100)
                    .setPassPrecedence(77)
                    .build())));
    proxy.await("the policy", p -> p.policies().keys().contains("10.0.0.8"));
    assertThat(connects("10.0.0.8", 80, remote)).isEqualTo(allowed);
    assertThat(proxy.violations().stream().anyMatch(v -> v.gotcha() == 6))
        .isEqualTo(!generation.knowsPass());
  }

  @Test
  void gotcha6UnknownFieldsAreIgnoredInSilence() {
    startWithRedirect(ProxyGeneration.V1_35);
    server.set(
        XdsType.POLICY,
        GOOD.toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        4711,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFromUtf8("x"))
                            .build())
                    .build())
            .build());
    assertThat(awaitViolation(6).text()).contains("4711");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1/8, Non-prefix bits set",
    "10.0.0.2/32, Duplicate host entry",
    "10.0.0.0/08, Invalid prefix"
  })
  void gotcha7OneBadPrefixRefusesAllHosts(String address, String text) {
    startWithRedirect(ProxyGeneration.V1_35);
    assertThat(
            nack(XdsType.HOSTS, hosts(5, "10.0.0.2"), hosts(6, address), hosts(7, "10.0.0.77"))
                .error())
        .contains(text);
    awaitViolation(7);
    assertThat(proxy.hosts().identity("10.0.0.77")).isEqualTo(2);
    assertThat(proxy.hosts().identity("10.0.0.2")).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.8/32, 10.0.0.8", "FD00::8, fd00::8", "fd00:0:0::8, fd00::8"})
  void gotcha8AnAddressInAnotherSpellingIsNeverFound(String sent, String looked) {
    startWithRedirect(ProxyGeneration.V1_35);
    server.set(XdsType.POLICY, ingress(8, sent, port(80)));
    awaitViolation(8);
    proxy.await("the policy", p -> p.policies().keys().contains(sent));
    assertThat(connects(looked, 80, 5)).isFalse();
  }

  @Test
  void gotcha18SecretsComeByTheirExactNameOnStreamsOfTheirOwn() {
    server.mute(XdsType.SECRET);
    startWithRedirect(ProxyGeneration.V1_35);
    server.set(
        XdsType.POLICY,
        ingress(
            8,
            "10.0.0.8",
            port(
                80,
                peers(5)
                    .setHttpRules(
                        http(
                            request("GET", "/").toBuilder()
                                .addHeaderMatches(
                                    HeaderMatch.newBuilder()
                                        .setName("x-token")
                                        .setValueSdsSecret("ns/token")
                                        .setMismatchAction(
                                            HeaderMatch.MismatchAction.ADD_ON_MISMATCH))
                                .build()))
                    .build())));
    proxy.await("the policy", p -> p.policies().keys().contains("10.0.0.8"));
    awaitServer().until(() -> server.openStreams(XdsType.SECRET) == 1);
    assertThat(server.requests(XdsType.SECRET).get(0).getResourceNamesList())
        .containsExactly("ns/token");
    assertThat(calls()).isFalse();

    server.raw(XdsType.SECRET, "5", "5", secret("ns-token"));
    assertThat(awaitNack(XdsType.SECRET).error())
        .isEqualTo("Unexpected Secret (expecting ns/token): ns-token");
    awaitViolation(18);
    assertThat(calls()).isFalse();

    server.raw(XdsType.SECRET, "6", "6", secret("ns/token"));
    proxy.await("the secret", p -> p.secrets().present("ns/token"));
    assertThat(calls()).isTrue();
    server.set(XdsType.POLICY, GOOD);
    proxy.await("no secret", p -> !p.secrets().present("ns/token"));
  }

  private boolean calls() {
    return proxy
        .policies()
        .request(Connection.plain("10.0.0.8", true, 80, 5, 0), HttpCall.of("GET", "pod", "/"))
        .allowed();
  }

  private static Secret secret(String name) {
    return Secret.newBuilder()
        .setName(name)
        .setGenericSecret(
            GenericSecret.newBuilder().setSecret(DataSource.newBuilder().setInlineString("value")))
        .build();
  }
}
