package dev.chancery.flows.server;

import dev.chancery.api.peer.ChangeNotification;
import dev.chancery.api.peer.ChangeNotificationType;
import dev.chancery.api.peer.NotifyRequest;
import dev.chancery.api.peer.PeerGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * {@code peer.Peer}: tells hubble-relay of this one node, without TLS, and keeps the stream open:
 * relay takes its end as a failure.
 */
public final class PeerService extends PeerGrpc.PeerImplBase {
  private final NodeInfo node;

  public PeerService(NodeInfo node) {
    this.node = node;
  }

  @Override
  public void notify(NotifyRequest request, StreamObserver<ChangeNotification> responses) {
    ((ServerCallStreamObserver<ChangeNotification>) responses).setOnCancelHandler(() -> {});
    responses.onNext(
        ChangeNotification.newBuilder()
            .setName(node.name())
            .setAddress(node.address())
            .setType(ChangeNotificationType.PEER_ADDED)
            .build());
  }
}
