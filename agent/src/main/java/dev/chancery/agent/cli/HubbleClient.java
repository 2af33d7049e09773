package dev.chancery.agent.cli;

import dev.chancery.agent.net.UnixChannel;
import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.api.observer.ObserverGrpc;
import dev.chancery.flows.observe.FlowSource;
import dev.chancery.flows.observe.FlowSourceException;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;

/** Flows of a server: {@code unix:///path} or {@code host:port} without TLS. */
final class HubbleClient implements FlowSource {
  private static final String UNIX = "unix://";

  @Override
  public void getFlows(String server, GetFlowsRequest request, Sink sink)
      throws FlowSourceException {
    ManagedChannel channel = open(server);
    try {
      var flows = ObserverGrpc.newBlockingStub(channel).getFlows(request);
      while (flows.hasNext()) {
        sink.accept(flows.next());
      }
    } catch (StatusRuntimeException e) {
      throw new FlowSourceException(text(e.getStatus()));
    } finally {
      channel.shutdownNow();
    }
  }

  private static ManagedChannel open(String server) throws FlowSourceException {
    if (!server.startsWith(UNIX)) {
      return NettyChannelBuilder.forTarget(server).usePlaintext().build();
    }
    try {
      return UnixChannel.open(Path.of(server.substring(UNIX.length())));
    } catch (IOException e) {
      throw new FlowSourceException(String.valueOf(e.getMessage()));
    }
  }

  /** As the hubble client shows a status. */
  private static String text(Status status) {
    String description = status.getDescription() == null ? "" : status.getDescription();
    if (status.getCode() == Status.Code.UNKNOWN) {
      return description;
    }
    return "rpc error: code = %s desc = %s".formatted(goName(status.getCode()), description);
  }

  /** {@code INVALID_ARGUMENT} is {@code InvalidArgument} in Go. */
  private static String goName(Status.Code code) {
    var name = new StringBuilder();
    for (String word : code.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
    }
    return name.toString();
  }
}
