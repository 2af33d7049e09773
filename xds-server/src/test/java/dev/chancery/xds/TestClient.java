package dev.chancery.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One xDS stream of a client. Waiting is for a message and fails when none comes; that nothing
 * comes is known by a barrier: what the server answers to a later request on the same stream.
 */
abstract class TestClient<Q, R> implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  final String nodeId;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ClientCallStreamObserver<Q> requests;
  private volatile @Nullable Throwable error;
  private boolean isNodeSent;
  private int barriers;

  TestClient(
      Channel channel,
      MethodDescriptor<Q, R> method,
      String nodeId,
      Function<R, Received> reader,
      boolean isReading) {
    this.nodeId = nodeId;
    var observer =
        new ClientResponseObserver<Q, R>() {
          @Override
          public void beforeStart(ClientCallStreamObserver<Q> stream) {
            if (!isReading) {
              stream.disableAutoRequestWithInitial(0);
            }
          }

          @Override
          public void onNext(R response) {
            received.add(reader.apply(response));
          }

          @Override
          public void onError(Throwable t) {
            error = t;
            ended.countDown();
          }

          @Override
          public void onCompleted() {
            ended.countDown();
          }
        };
    this.requests =
        (ClientCallStreamObserver<Q>)
            ClientCalls.asyncBidiStreamingCall(
                channel.newCall(method, CallOptions.DEFAULT), observer);
  }

  /** Asks for a name that was never published, in a type that goes after all others. */
  abstract void askForBarrier(String typeUrl, String name);

  abstract boolean isBarrier(Received response);

  final void send(Q request) {
    requests.onNext(request);
  }

  /** The node goes with the first request only, as Envoy does it. */
  final String nodeOnce() {
    String node = isNodeSent ? "" : nodeId;
    isNodeSent = true;
    return node;
  }

  final Received next() {
    try {
      Received next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(next).as("a response (stream error: %s)", error).isNotNull();
      return next;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What has come once the server has done all that was asked of it before. */
  final List<Received> drain() {
    List<Received> all = new ArrayList<>();
    // Twice: removals follow the additions of the same step.
    for (int i = 0; i < 2; i++) {
      barriers++;
      askForBarrier("type.googleapis.com/test.Barrier", "barrier-" + barriers);
      for (Received next = next(); !isBarrier(next); next = next()) {
        all.add(next);
      }
    }
    return all;
  }

  final void expectNothing() {
    assertThat(drain()).isEmpty();
  }

  final void read(int messages) {
    requests.request(messages);
  }

  final int unread() {
    return received.size();
  }

  final @Nullable Throwable awaitEnd() {
    try {
      assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("stream ended").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return error;
  }

  @Override
  public void close() {
    requests.cancel("client closes", null);
  }
}
