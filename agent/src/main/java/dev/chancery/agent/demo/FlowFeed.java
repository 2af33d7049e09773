package dev.chancery.agent.demo;

import com.google.protobuf.Timestamp;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.api.observer.ObserverGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Follows all flows of an agent, from its first, over its Hubble socket, as any client does. */
final class FlowFeed implements AutoCloseable {
  private final ManagedChannel channel;
  private final List<Flow> flows = new ArrayList<>();

  FlowFeed(ManagedChannel channel) {
    this.channel = channel;
    // Without a time, flows would count from when the request arrives, and that is later.
    var request =
        GetFlowsRequest.newBuilder().setFollow(true).setSince(Timestamp.getDefaultInstance());
    ObserverGrpc.newStub(channel).getFlows(request.build(), new Follower());
  }

  private final class Follower implements StreamObserver<GetFlowsResponse> {
    @Override
    public void onNext(GetFlowsResponse response) {
      if (response.hasFlow()) {
        synchronized (flows) {
          flows.add(response.getFlow());
          flows.notifyAll();
        }
      }
    }

    @Override
    public void onError(Throwable error) {
      // The agent has ended; what is missing will be told by whoever waits for it.
    }

    @Override
    public void onCompleted() {}
  }

  /** Takes what has come once there are at least {@code count}, or when patience ends. */
  List<Flow> take(int count, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (flows) {
      while (flows.size() < count) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          break;
        }
        flows.wait(left);
      }
      List<Flow> taken = List.copyOf(flows);
      flows.clear();
      return taken;
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
