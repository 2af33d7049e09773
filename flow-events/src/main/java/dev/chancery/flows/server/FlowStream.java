package dev.chancery.flows.server;

import com.google.common.util.concurrent.MoreExecutors;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.LostEvent;
import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.flows.ring.FlowEvent;
import dev.chancery.flows.ring.FlowRing;
import dev.chancery.flows.ring.RingReader;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of {@code GetFlows}. It runs in turns of bounded length, whenever the client can take
 * more or the ring has more, and never two turns at once; so it needs no thread while it waits, and
 * holds no event but the one in its hands. A client that reads slowly falls behind in the ring and
 * is told what it missed.
 */
final class FlowStream {
  private static final Logger LOG = LoggerFactory.getLogger(FlowStream.class);
  private static final int EVENTS_A_TURN = 256;

  private final FlowRing ring;
  private final InstantSource clock;
  private final String nodeName;
  private final FlowQuery query;
  private final ServerCallStreamObserver<GetFlowsResponse> call;
  private final Executor turns;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final FlowRing.Subscription wakeUps;

  private @Nullable RingReader reader;
  private long end;
  private long sent;
  private boolean finished;

  FlowStream(
      FlowRing ring,
      InstantSource clock,
      String nodeName,
      FlowQuery query,
      ServerCallStreamObserver<GetFlowsResponse> call,
      Executor executor) {
    this.ring = ring;
    this.clock = clock;
    this.nodeName = nodeName;
    this.query = query;
    this.call = call;
    this.turns = MoreExecutors.newSequentialExecutor(executor);
    this.wakeUps = query.follow() ? ring.onWrite(this::schedule) : () -> {};
  }

  void start() {
    call.setOnReadyHandler(this::schedule);
    call.setOnCancelHandler(wakeUps::close);
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      turns.execute(this::turn);
    }
  }

  private void turn() {
    scheduled.set(false);
    try {
      if (sendSome()) {
        schedule();
      }
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("error", e.getClass().getName()).log("A flow stream failed");
      fail();
    }
  }

  /** True where there may be more to send at once. */
  private boolean sendSome() {
    RingReader from = reader();
    for (int i = 0; i < EVENTS_A_TURN; i++) {
      if (finished || call.isCancelled()) {
        wakeUps.close();
        return false;
      }
      if (!call.isReady()) {
        return false;
      }
      if (sent >= query.limit() || (!query.follow() && from.position() >= end)) {
        finish(from);
        return false;
      }
      Optional<FlowEvent> event = from.next();
      if (event.isEmpty()) {
        return false;
      }
      send(event.get(), from);
    }
    return true;
  }

  private RingReader reader() {
    RingReader existing = reader;
    if (existing != null) {
      return existing;
    }
    end = ring.next();
    var created = new RingReader(ring, query.start(ring), clock);
    reader = created;
    return created;
  }

  private void send(FlowEvent event, RingReader from) {
    if (event instanceof FlowEvent.Lost lost) {
      call.onNext(response(lost.event()));
    } else if (event instanceof FlowEvent.Seen seen) {
      if (query.isAfterEnd(seen.flow())) {
        finish(from);
      } else if (query.shows(seen.flow())) {
        sent++;
        call.onNext(response(query.mask().apply(seen.flow())));
      }
    }
  }

  private static GetFlowsResponse response(Flow masked) {
    var response = GetFlowsResponse.newBuilder().setFlow(masked).setNodeName(masked.getNodeName());
    if (masked.hasTime()) {
      response.setTime(masked.getTime());
    }
    return response.build();
  }

  private GetFlowsResponse response(LostEvent lost) {
    return GetFlowsResponse.newBuilder()
        .setLostEvents(lost)
        .setNodeName(nodeName)
        .setTime(lost.getLast())
        .build();
  }

  private void finish(RingReader from) {
    finished = true;
    wakeUps.close();
    if (from.reportLost().orElse(null) instanceof FlowEvent.Lost lost) {
      call.onNext(response(lost.event()));
    }
    call.onCompleted();
  }

  private void fail() {
    finished = true;
    wakeUps.close();
    if (!call.isCancelled()) {
      call.onError(Status.INTERNAL.withDescription("flow stream failed").asRuntimeException());
    }
  }
}
