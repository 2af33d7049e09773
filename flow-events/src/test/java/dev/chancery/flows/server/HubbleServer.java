package dev.chancery.flows.server;

import com.google.protobuf.Timestamp;
import dev.chancery.api.flow.Endpoint;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.flow.IP;
import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.api.observer.ObserverGrpc;
import dev.chancery.flows.ring.FlowRing;
import dev.chancery.flows.ring.FlowStore;
import dev.chancery.flows.ring.TestClock;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server and a client in memory, on the caller's thread: when a call returns, all that it causes
 * has happened. Flows are numbered; number n is at second n, and its pod is {@code p<n>}.
 */
final class HubbleServer implements AutoCloseable {
  final TestClock clock = new TestClock();
  final FlowStore store;
  final ManagedChannel channel;
  private final Server server;
  private int written;

  HubbleServer(int capacity) throws IOException {
    store = new FlowStore(new FlowRing(capacity), clock);
    var node = new NodeInfo("default/node1", "127.0.0.1", "chancery v1");
    var observer = new ObserverService(store, HubbleServer::byPod, node, clock, Runnable::run);
    String name = InProcessServerBuilder.generateName();
    var builder = InProcessServerBuilder.forName(name).directExecutor();
    HubbleServices.addTo(builder, observer, new PeerService(node));
    server = builder.build().start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  /** Knows one filter: exact names of source pods. {@code !} is refused. */
  private static FilterCompiler.Result byPod(List<FlowFilter> white, List<FlowFilter> black) {
    if (white.stream().anyMatch(f -> f.getSourcePodList().contains("!"))) {
      return new FilterCompiler.Result.Refused("invalid pod filter: !");
    }
    return new FilterCompiler.Result.Compiled(
        flow -> (white.isEmpty() || matches(white, flow)) && !matches(black, flow));
  }

  private static boolean matches(List<FlowFilter> filters, Flow flow) {
    return filters.stream()
        .anyMatch(f -> f.getSourcePodList().contains(flow.getSource().getPodName()));
  }

  HubbleServer write(int flows) {
    for (int i = 0; i < flows; i++) {
      store.add(
          Flow.newBuilder()
              .setTime(at(written))
              .setNodeName("default/node1")
              .setIP(IP.newBuilder().setSource("10.0.0.1").setDestination("10.0.0.2"))
              .setSource(Endpoint.newBuilder().setPodName("p" + written).setNamespace("ns"))
              .build());
      written++;
    }
    return this;
  }

  static Timestamp at(int second) {
    return Timestamp.newBuilder().setSeconds(1_000 + second).build();
  }

  Client ask(GetFlowsRequest.Builder request) {
    return ask(request, Integer.MAX_VALUE);
  }

  /** A client that takes so many messages and no more. */
  Client ask(GetFlowsRequest.Builder request, int messages) {
    var client = new Client(messages);
    ObserverGrpc.newStub(channel).getFlows(request.build(), client);
    return client;
  }

  List<String> services() {
    return server.getServices().stream().map(s -> s.getServiceDescriptor().getName()).toList();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  /** What a client of GetFlows has seen so far. */
  static final class Client implements ClientResponseObserver<GetFlowsRequest, GetFlowsResponse> {
    final List<GetFlowsResponse> responses = new ArrayList<>();
    private final int initial;
    private @Nullable ClientCallStreamObserver<GetFlowsRequest> call;
    @Nullable Throwable error;
    boolean completed;

    Client(int initial) {
      this.initial = initial;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<GetFlowsRequest> started) {
      call = started;
      started.disableAutoRequestWithInitial(initial);
    }

    @Override
    public void onNext(GetFlowsResponse response) {
      responses.add(response);
    }

    @Override
    public void onError(Throwable failure) {
      error = failure;
    }

    @Override
    public void onCompleted() {
      completed = true;
    }

    void take(int more) {
      Objects.requireNonNull(call).request(more);
    }

    void cancel() {
      Objects.requireNonNull(call).cancel("test", null);
    }

    /** {@code 3 4 lost:7 11}. */
    String shown() {
      List<String> words = new ArrayList<>();
      for (GetFlowsResponse response : responses) {
        words.add(
            response.hasLostEvents()
                ? "lost:" + response.getLostEvents().getNumEventsLost()
                : response.getFlow().getSource().getPodName().substring(1));
      }
      return String.join(" ", words);
    }
  }
}
