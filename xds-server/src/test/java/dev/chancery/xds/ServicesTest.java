package dev.chancery.xds;

import static dev.chancery.xds.Samples.listener;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.extension.v3.ExtensionConfigDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.listener.v3.ListenerDiscoveryServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServicesTest {
  private static final String NETWORK_POLICY = "type.googleapis.com/cilium.NetworkPolicy";
  private static final DiscoveryService NPDS =
      new DiscoveryService(
          "cilium.NetworkPolicyDiscoveryService",
          Optional.of(NETWORK_POLICY),
          Optional.of("StreamNetworkPolicies"),
          Optional.empty());

  private final TestServer server =
      TestServer.inProcess(
          XdsServer.builder()
              .clock(() -> Instant.EPOCH)
              .service(NPDS)
              .type(ResourceType.of(NETWORK_POLICY).withVersions(VersionScheme.numbered())));

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  @Test
  void standardServicesHaveTheMethodsThatEnvoyCalls() {
    var methods =
        server.xds.services().stream()
            .map(ServerServiceDefinition::getMethods)
            .flatMap(each -> each.stream().map(m -> m.getMethodDescriptor().getFullMethodName()));
    assertThat(methods)
        .contains(
            ListenerDiscoveryServiceGrpc.getStreamListenersMethod().getFullMethodName(),
            ListenerDiscoveryServiceGrpc.getDeltaListenersMethod().getFullMethodName(),
            ExtensionConfigDiscoveryServiceGrpc.getStreamExtensionConfigsMethod()
                .getFullMethodName(),
            ExtensionConfigDiscoveryServiceGrpc.getDeltaExtensionConfigsMethod()
                .getFullMethodName(),
            "envoy.service.cluster.v3.ClusterDiscoveryService/DeltaClusters",
            "envoy.service.route.v3.RouteDiscoveryService/StreamRoutes",
            "envoy.service.endpoint.v3.EndpointDiscoveryService/StreamEndpoints",
            "envoy.service.secret.v3.SecretDiscoveryService/DeltaSecrets",
            "cilium.NetworkPolicyDiscoveryService/StreamNetworkPolicies")
        .doesNotContain("cilium.NetworkPolicyDiscoveryService/DeltaNetworkPolicies");
  }

  @Test
  void serviceOfOneTypeTakesARequestWithoutAType() {
    server.publish(listener("a", "1"));
    var client =
        server.closing(
            new DeltaClient(
                server.channel(),
                ListenerDiscoveryServiceGrpc.getDeltaListenersMethod(),
                "n",
                true));
    assertThat(client.subscribe("").nextAcked().resources()).containsExactly("a=1");
  }

  @Test
  void serviceOfOneTypeIgnoresAnother() {
    var client =
        server.closing(
            new SotwClient(
                server.channel(), ListenerDiscoveryServiceGrpc.getStreamListenersMethod(), "n"));
    client.subscribe(EnvoyTypes.CLUSTER);
    assertThat(client.unread()).isZero();
    assertThat(server.xds.count(Counter.MALFORMED)).isEqualTo(1);
    client.subscribe(EnvoyTypes.LISTENER);
    assertThat(client.nextAcked().resources()).isEmpty();
  }

  @Test
  void whatIsNoRequestEndsItsStreamAndIsCounted() {
    var call =
        server
            .channel()
            .newCall(
                ListenerDiscoveryServiceGrpc.getStreamListenersMethod().toBuilder()
                    .setRequestMarshaller(new Garbage())
                    .build(),
                CallOptions.DEFAULT);
    var ended = new CompletableFuture<Status>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        new Metadata());
    call.sendMessage(DiscoveryRequest.getDefaultInstance());

    Status status = ended.orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).isEqualTo("request: cannot be decoded");
    assertThat(server.xds.count(Counter.UNREADABLE)).isEqualTo(1);
    assertThat(server.xds.count(Counter.ERRORS)).isZero();
  }

  /** Writes bytes that no message of protobuf begins with. */
  private static final class Garbage implements MethodDescriptor.Marshaller<DiscoveryRequest> {
    @Override
    public InputStream stream(DiscoveryRequest request) {
      return new ByteArrayInputStream(new byte[] {(byte) 0xff, (byte) 0xff, 0x07});
    }

    @Override
    public DiscoveryRequest parse(InputStream bytes) {
      throw new AssertionError("no request comes back");
    }
  }

  @Test
  void numberedTypeIsAnsweredAboveWhatTheClientQuotes() {
    server.publish(policy("10.0.0.1", "p1"));
    var client = npds("n").has(NETWORK_POLICY, "41");
    Received first = client.subscribe(NETWORK_POLICY).nextAcked();
    assertThat(first.resources()).containsExactly("p1");
    assertThat(first.version()).isEqualTo("42");
    assertThat(first.nonce()).isEqualTo("42");
    server.publish(policy("10.0.0.2", "p2"));
    Received second = client.nextAcked();
    assertThat(second.version()).isEqualTo("43");
    assertThat(second.resources()).containsExactly("p1", "p2");
  }

  @Test
  void emptyNumberedTypeIsAnsweredWithOne() {
    assertThat(npds("n").subscribe(NETWORK_POLICY).nextAcked().version()).isEqualTo("1");
  }

  @Test
  void clientsAreListedWithAllThatIsKnownOfThem() {
    String version = server.publish(listener("a", "1"));
    var client = server.delta("n").subscribe(EnvoyTypes.LISTENER, "*", "missing");
    Received sent = client.nextAcked();
    assertThat(client.nextAcked().removed()).containsExactly("missing");
    ClientState state = server.clients().get(0);
    assertThat(state.nodeId()).isEqualTo("n");
    assertThat(state.service())
        .isEqualTo(
            "envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources");
    assertThat(state.since()).isEqualTo(Instant.EPOCH);
    var subscription = state.subscriptions().get(0);
    assertThat(subscription.wildcard()).isTrue();
    assertThat(subscription.names()).containsExactly("missing");
    assertThat(subscription.unsent()).isZero();
    assertThat(subscription.resources())
        .containsExactly(
            new ClientState.Held("a", new Delivery.Acked(version), sent.nonce(), Instant.EPOCH));
  }

  private static Resource policy(String name, String content) {
    return new Resource(
        new ResourceKey(NETWORK_POLICY, name),
        content,
        com.google.protobuf.Any.newBuilder()
            .setTypeUrl(NETWORK_POLICY)
            .setValue(com.google.protobuf.ByteString.copyFromUtf8(content))
            .build());
  }

  private SotwClient npds(String nodeId) {
    MethodDescriptor<DiscoveryRequest, DiscoveryResponse> method =
        MethodDescriptor.<DiscoveryRequest, DiscoveryResponse>newBuilder()
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName("cilium.NetworkPolicyDiscoveryService/StreamNetworkPolicies")
            .setRequestMarshaller(ProtoUtils.marshaller(DiscoveryRequest.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(DiscoveryResponse.getDefaultInstance()))
            .build();
    return server.closing(new SotwClient(server.channel(), method, nodeId));
  }
}
