package dev.chancery.benchmarks;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.chancery.agent.net.UnixChannel;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.NetworkPolicyDiscoveryServiceGrpc;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A client on a connection of its own that parses every policy of a snapshot, then takes it. */
final class PolicyReader implements StreamObserver<DiscoveryResponse>, AutoCloseable {
  private final Semaphore parsed;
  private final ManagedChannel channel;
  private final StreamObserver<DiscoveryRequest> requests;
  private volatile int bytes;
  private volatile @Nullable Throwable error;

  /**
   * @param parsed gets a permit for each response
   */
  PolicyReader(Path socket, Semaphore parsed) throws IOException {
    this.parsed = parsed;
    this.channel = UnixChannel.open(socket);
    this.requests = NetworkPolicyDiscoveryServiceGrpc.newStub(channel).streamNetworkPolicies(this);
    var node = Node.newBuilder().setId("host~127.0.0.1~no-id~localdomain");
    requests.onNext(DiscoveryRequest.newBuilder().setNode(node).build());
  }

  /** Size of the last response. */
  int bytes() {
    return bytes;
  }

  @Nullable Throwable error() {
    return error;
  }

  @Override
  public void onNext(DiscoveryResponse response) {
    List<NetworkPolicy> policies = new ArrayList<>();
    try {
      for (Any each : response.getResourcesList()) {
        policies.add(NetworkPolicy.parseFrom(each.getValue()));
      }
    } catch (InvalidProtocolBufferException e) {
      error = e;
    }
    bytes = response.getSerializedSize();
    requests.onNext(
        DiscoveryRequest.newBuilder()
            .setVersionInfo(response.getVersionInfo())
            .setResponseNonce(response.getNonce())
            .build());
    parsed.release();
  }

  @Override
  public void onError(Throwable t) {
    error = t;
    parsed.release();
  }

  @Override
  public void onCompleted() {
    onError(new IllegalStateException("stream ended"));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
