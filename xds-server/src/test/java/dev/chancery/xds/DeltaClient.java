package dev.chancery.xds;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;

/** A client of the incremental protocol. */
final class DeltaClient extends TestClient<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
  DeltaClient(Channel channel, String nodeId, boolean isReading) {
    this(
        channel,
        AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod(),
        nodeId,
        isReading);
  }

  DeltaClient(
      Channel channel,
      MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> method,
      String nodeId,
      boolean isReading) {
    super(channel, method, nodeId, Received::of, isReading);
  }

  DeltaClient subscribe(String typeUrl, String... names) {
    return subscribe(typeUrl, List.of(names), Map.of());
  }

  /** As Envoy does when it has lost its stream: with what it has. */
  DeltaClient subscribe(String typeUrl, List<String> names, Map<String, String> has) {
    send(
        request(typeUrl)
            .addAllResourceNamesSubscribe(names)
            .putAllInitialResourceVersions(has)
            .build());
    return this;
  }

  DeltaClient unsubscribe(String typeUrl, String... names) {
    send(request(typeUrl).addAllResourceNamesUnsubscribe(List.of(names)).build());
    return this;
  }

  void ack(Received response) {
    send(request(response.typeUrl()).setResponseNonce(response.nonce()).build());
  }

  Received nextAcked() {
    Received next = next();
    ack(next);
    return next;
  }

  void nack(Received response, String reason) {
    send(
        request(response.typeUrl())
            .setResponseNonce(response.nonce())
            .setErrorDetail(Status.newBuilder().setCode(13).setMessage(reason))
            .build());
  }

  DeltaDiscoveryRequest.Builder request(String typeUrl) {
    String node = nodeOnce();
    var request = DeltaDiscoveryRequest.newBuilder().setTypeUrl(typeUrl);
    return node.isEmpty() ? request : request.setNode(Node.newBuilder().setId(node));
  }

  @Override
  void askForBarrier(String typeUrl, String name) {
    subscribe(typeUrl, name);
  }

  @Override
  boolean isBarrier(Received response) {
    boolean isBarrier = response.removed().stream().anyMatch(name -> name.startsWith("barrier-"));
    if (isBarrier) {
      ack(response);
    }
    return isBarrier;
  }
}
