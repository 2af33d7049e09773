package dev.chancery.xds;

import static dev.chancery.xds.Samples.POLICY;
import static dev.chancery.xds.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.xds.Delivery.Rejected;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cilium's arithmetic of versions and nonces, on a service of one type. */
class NumberedTest {
  private final TestServer server =
      TestServer.inProcess(
          XdsServer.builder()
              .service(
                  new DiscoveryService(
                      "cilium.NetworkPolicyDiscoveryService",
                      Optional.of(POLICY),
                      Optional.of("StreamNetworkPolicies"),
                      Optional.empty()))
              .type(
                  ResourceType.of(POLICY)
                      .withVersions(VersionScheme.numbered())
                      .withWholeSnapshots()));

  @AfterEach
  void stopServer() throws Exception {
    assertThat(server.xds.count(Counter.ERRORS)).isZero();
    server.close();
  }

  private SotwClient client() {
    return server.closing(
        SotwClient.of(
            server.channel(),
            "cilium.NetworkPolicyDiscoveryService",
            "StreamNetworkPolicies",
            "n"));
  }

  private static DiscoveryRequest request(String typeUrl, String version, String nonce) {
    return DiscoveryRequest.newBuilder()
        .setNode(Node.newBuilder().setId("n"))
        .setTypeUrl(typeUrl)
        .setVersionInfo(version)
        .setResponseNonce(nonce)
        .build();
  }

  private static void assertRefused(@Nullable Throwable end, String text) {
    Status status = Status.fromThrowable(end);
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains(text);
  }

  @Test
  void emptyTypeIsAnsweredAtOnceWithVersionOne() {
    Received first = client().subscribe("").next();
    assertThat(first.typeUrl()).isEqualTo(POLICY);
    assertThat(first.version()).isEqualTo("1");
    assertThat(first.nonce()).isEqualTo("1");
    assertThat(first.resources()).isEmpty();
  }

  @Test
  void reconnectIsAnsweredInFullAboveTheQuotedVersion() {
    server.publish(policy("a", "1"));
    Received first = client().has(POLICY, "900").subscribe(POLICY).nextAcked();
    assertThat(first.resources()).containsExactly("a=1");
    assertThat(first.version()).isEqualTo("901");
    Received sameVersion = client().has(POLICY, "901").subscribe(POLICY).nextAcked();
    assertThat(sameVersion.resources()).containsExactly("a=1");
    assertThat(sameVersion.version()).isEqualTo("902");
    assertThat(client().subscribe(POLICY).nextAcked().version()).isEqualTo("903");
  }

  @Test
  void nonceOfAnEarlierStreamIsExceededToo() {
    SotwClient client = client();
    client.send(request(POLICY, "7", "9"));
    assertThat(client.next().version()).isEqualTo("10");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, '', invalid version info",
    "-1, '', invalid version info",
    "+1, '', invalid version info",
    "1e3, '', invalid version info",
    "٣, '', invalid version info",
    "9223372036854775807, '', invalid version info",
    "4611686018427387902, '', invalid version info: 4611686018427387902 leaves no room to count",
    "7, 4611686018427387902, invalid response nonce info",
    "18446744073709551615, '', invalid version info",
    "99999999999999999999, '', invalid version info",
    "'', xyz, invalid response nonce info",
    "1, 1.0, invalid response nonce info",
    "5, 4, above its nonce",
  })
  void whatIsNoNumberEndsTheStream(String version, String nonce, String text) {
    SotwClient client = client();
    client.send(request(POLICY, version, nonce));
    assertRefused(client.awaitEnd(), text);
    assertThat(server.xds.count(Counter.PROTOCOL_ERRORS)).isEqualTo(1);
    assertThat(server.clients()).isEmpty();
  }

  @Test
  void versionAboveTheNonceAfterAResponseEndsTheStream() {
    SotwClient client = client().subscribe(POLICY);
    Received first = client.next();
    client.send(request(POLICY, "2", first.nonce()));
    assertRefused(client.awaitEnd(), "above its nonce");
  }

  @Test
  void olderVersionThanTheNonceIsANackAlsoWithoutAnError() {
    server.publish(policy("a", "1"));
    SotwClient client = client().subscribe(POLICY);
    Received first = client.nextAcked();
    String bad = server.publish(policy("a", "bad"));
    client.send(request(POLICY, first.version(), client.next().nonce()));
    assertThat(server.delivery("n", policy("a"))).isEqualTo(new Rejected(bad, "no reason given"));
    assertThat(client.unread()).isZero();
    assertThat(server.xds.count(Counter.NACKS)).isEqualTo(1);
  }

  @Test
  void firstResponseRefusedWithoutAVersionIsANack() {
    server.publish(policy("a", "bad"));
    SotwClient client = client().subscribe(POLICY);
    client.send(request(POLICY, "", client.next().nonce()));
    assertThat(server.delivery("n", policy("a"))).isInstanceOf(Rejected.class);
  }

  @Test
  void anotherTypeEndsTheStream() {
    SotwClient client = client();
    client.send(request(EnvoyTypes.LISTENER, "", ""));
    assertRefused(client.awaitEnd(), "type URL: " + EnvoyTypes.LISTENER);
    assertThat(server.xds.count(Counter.PROTOCOL_ERRORS)).isEqualTo(1);
  }

  @Test
  void typesOfContentVersionsAreNotHeldToTheArithmetic() {
    var client = server.sotw("n").has(EnvoyTypes.LISTENER, "abc");
    client.subscribe(EnvoyTypes.LISTENER).nextAcked();
    client.expectNothing();
  }
}
