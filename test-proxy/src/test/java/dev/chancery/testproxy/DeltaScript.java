package dev.chancery.testproxy;

import com.google.protobuf.Any;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The delta side of a scripted control plane's policies: it sends what it is told, when it is told.
 */
final class DeltaScript {
  private final List<DeltaDiscoveryRequest> requests = new CopyOnWriteArrayList<>();
  private final List<StreamObserver<DeltaDiscoveryResponse>> streams = new CopyOnWriteArrayList<>();

  StreamObserver<DeltaDiscoveryRequest> stream(StreamObserver<DeltaDiscoveryResponse> out) {
    streams.add(out);
    return new StreamObserver<>() {
      @Override
      public void onNext(DeltaDiscoveryRequest request) {
        requests.add(request);
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        out.onCompleted();
      }
    };
  }

  List<DeltaDiscoveryRequest> requests() {
    return List.copyOf(requests);
  }

  void send(String nonce, List<String> removed, NetworkPolicy... policies) {
    DeltaDiscoveryResponse.Builder response =
        DeltaDiscoveryResponse.newBuilder()
            .setTypeUrl(XdsType.POLICY.typeUrl())
            .setNonce(nonce)
            .setSystemVersionInfo(nonce)
            .addAllRemovedResources(removed);
    for (NetworkPolicy policy : policies) {
      response.addResources(
          Resource.newBuilder()
              .setName(Long.toString(policy.getEndpointId()))
              .setVersion(nonce)
              .setResource(Any.pack(policy)));
    }
    streams.get(streams.size() - 1).onNext(response.build());
  }
}
