package dev.chancery.xds;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A client of the state-of-the-world protocol; keeps the names and the last good version a type.
 */
final class SotwClient extends TestClient<DiscoveryRequest, DiscoveryResponse> {
  private final Map<String, List<String>> names = new HashMap<>();
  private final Map<String, String> versions = new HashMap<>();
  private final Map<String, String> nonces = new HashMap<>();

  SotwClient(Channel channel, String nodeId) {
    this(channel, AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod(), nodeId);
  }

  SotwClient(
      Channel channel,
      MethodDescriptor<DiscoveryRequest, DiscoveryResponse> method,
      String nodeId) {
    super(channel, method, nodeId, Received::of, true);
  }

  /** A stream of a service of one type. */
  static SotwClient of(Channel channel, String service, String method, String nodeId) {
    return new SotwClient(
        channel,
        MethodDescriptor.<DiscoveryRequest, DiscoveryResponse>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
            .setRequestMarshaller(ProtoUtils.marshaller(DiscoveryRequest.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(DiscoveryResponse.getDefaultInstance()))
            .build(),
        nodeId);
  }

  /** All the names wanted of a type; none at first is the old way to say all. */
  SotwClient subscribe(String typeUrl, String... wanted) {
    names.put(typeUrl, List.of(wanted));
    send(request(typeUrl, nonces.getOrDefault(typeUrl, "")).build());
    return this;
  }

  /** From the next request on. */
  void wants(String typeUrl, List<String> wanted) {
    names.put(typeUrl, wanted);
  }

  SotwClient has(String typeUrl, String version) {
    versions.put(typeUrl, version);
    return this;
  }

  void ack(Received response) {
    versions.put(response.typeUrl(), response.version());
    nonces.put(response.typeUrl(), response.nonce());
    send(request(response.typeUrl(), response.nonce()).build());
  }

  Received nextAcked() {
    Received next = next();
    ack(next);
    return next;
  }

  void nack(Received response, String reason) {
    nonces.put(response.typeUrl(), response.nonce());
    send(
        request(response.typeUrl(), response.nonce())
            .setErrorDetail(Status.newBuilder().setCode(13).setMessage(reason))
            .build());
  }

  DiscoveryRequest.Builder request(String typeUrl, String nonce) {
    String node = nodeOnce();
    var request =
        DiscoveryRequest.newBuilder()
            .setTypeUrl(typeUrl)
            .setResponseNonce(nonce)
            .setVersionInfo(versions.getOrDefault(typeUrl, ""))
            .addAllResourceNames(names.getOrDefault(typeUrl, List.of()));
    return node.isEmpty() ? request : request.setNode(Node.newBuilder().setId(node));
  }

  @Override
  void askForBarrier(String typeUrl, String name) {
    subscribe(typeUrl, name);
  }

  @Override
  boolean isBarrier(Received response) {
    boolean isBarrier = response.typeUrl().endsWith("test.Barrier");
    if (isBarrier) {
      ack(response);
    }
    return isBarrier;
  }
}
