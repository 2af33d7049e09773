package dev.chancery.testproxy.stream;

import dev.chancery.testproxy.wire.XdsType;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * A bidirectional stream that comes back after a pause whenever it ends, until it is closed. Lives
 * on the loop. What the proxy holds stays as it is in the meantime.
 */
final class ReconnectingStream<Q, S> {
  /** What speaks over the stream. */
  interface Speaker<Q, S> {
    /** First request of a new stream. */
    Q hello();

    void received(S response);
  }

  private final XdsType type;
  private final MethodDescriptor<Q, S> method;
  private final StreamHost host;
  private final Speaker<Q, S> speaker;
  private @Nullable ClientCall<Q, S> call;
  private int number;
  private int sent;
  private boolean closed;

  ReconnectingStream(
      XdsType type, MethodDescriptor<Q, S> method, StreamHost host, Speaker<Q, S> speaker) {
    this.type = type;
    this.method = method;
    this.host = host;
    this.speaker = speaker;
  }

  void open() {
    if (closed) {
      return;
    }
    number = host.continuity().nextStream();
    sent = 0;
    host.channel().resetConnectBackoff();
    ClientCall<Q, S> opened = host.channel().newCall(method, CallOptions.DEFAULT);
    call = opened;
    opened.start(new Ends(opened), new Metadata());
    opened.request(1);
    send(speaker.hello());
    if (host.faults().breaksAt(type, Faults.Moment.AFTER_REQUEST)) {
      breakNow();
    }
  }

  /** Sends on the stream of this number, or not at all where that is gone. */
  void send(int stream, Q request) {
    if (stream == number) {
      send(request);
    }
  }

  private void send(Q request) {
    ClientCall<Q, S> current = call;
    if (current != null) {
      sent++;
      current.sendMessage(request);
    }
  }

  int number() {
    return number;
  }

  /** Ends the stream from this side; another follows. */
  void breakNow() {
    ClientCall<Q, S> current = call;
    if (current != null) {
      current.cancel("broken by the test", null);
      ended(current);
    }
  }

  void close() {
    closed = true;
    ClientCall<Q, S> current = call;
    call = null;
    number = 0;
    if (current != null) {
      current.cancel("no longer wanted", null);
    }
  }

  private void ended(ClientCall<Q, S> which) {
    if (closed || call != which) {
      return;
    }
    call = null;
    number = 0;
    host.changed().run();
    host.after(host.backoff(), this::open);
  }

  private final class Ends extends ClientCall.Listener<S> {
    private final ClientCall<Q, S> mine;

    Ends(ClientCall<Q, S> mine) {
      this.mine = mine;
    }

    @Override
    public void onMessage(S message) {
      if (call == mine) {
        speaker.received(message);
        mine.request(1);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (call == mine) {
        judge(status);
        ended(mine);
      }
    }
  }

  /** The other side may go away; it may not complain. */
  private void judge(Status status) {
    switch (status.getCode()) {
      case UNAVAILABLE, CANCELLED -> host.continuity().departed();
      case OK -> {}
      default ->
          host.audit()
              .note(
                  sent > 1 && status.getCode() == Status.Code.INVALID_ARGUMENT ? 15 : 0,
                  type
                      + " stream ended after "
                      + sent
                      + " requests, of which the first named the node: "
                      + status.getCode()
                      + " "
                      + status.getDescription());
    }
  }
}
