package dev.chancery.xds;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.function.Function;

/** One of the two protocols: its messages, and what it keeps for a type. */
record Wire<Q extends Message, R extends Message>(
    Q request, R response, Function<Q, ClientRequest> reader, Opener<R> opener) {

  interface Opener<R> {
    TypeSession<R> open(ResourceType type, Watch watch, StreamScope scope, Limits limits);
  }

  static final Wire<DeltaDiscoveryRequest, DeltaDiscoveryResponse> DELTA =
      new Wire<>(
          DeltaDiscoveryRequest.getDefaultInstance(),
          DeltaDiscoveryResponse.getDefaultInstance(),
          ClientRequest::of,
          DeltaSession::new);

  static final Wire<DiscoveryRequest, DiscoveryResponse> STATE_OF_THE_WORLD =
      new Wire<>(
          DiscoveryRequest.getDefaultInstance(),
          DiscoveryResponse.getDefaultInstance(),
          ClientRequest::of,
          SotwSession::of);
}
