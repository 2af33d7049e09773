package dev.chancery.flows.server;

import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.api.observer.GetNamespacesRequest;
import dev.chancery.api.observer.GetNamespacesResponse;
import dev.chancery.api.observer.GetNodesRequest;
import dev.chancery.api.observer.GetNodesResponse;
import dev.chancery.api.observer.Namespace;
import dev.chancery.api.observer.Node;
import dev.chancery.api.observer.ObserverGrpc;
import dev.chancery.api.observer.ServerStatusRequest;
import dev.chancery.api.observer.ServerStatusResponse;
import dev.chancery.api.observer.TLS;
import dev.chancery.api.relay.NodeState;
import dev.chancery.flows.ring.FlowStore;
import dev.chancery.flows.ring.SeenNamespace;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * {@code observer.Observer} as an agent of Cilium 1.19 serves it, and {@code GetNodes} with this
 * one node, which Hubble UI needs. Agent and debug events are unimplemented.
 */
public final class ObserverService extends ObserverGrpc.ObserverImplBase {
  private final FlowStore store;
  private final FilterCompiler filters;
  private final NodeInfo node;
  private final InstantSource clock;
  private final Executor executor;

  /**
   * @param executor runs the streams' turns, which do not block
   */
  public ObserverService(
      FlowStore store,
      FilterCompiler filters,
      NodeInfo node,
      InstantSource clock,
      Executor executor) {
    this.store = store;
    this.filters = filters;
    this.node = node;
    this.clock = clock;
    this.executor = executor;
  }

  @Override
  public void getFlows(GetFlowsRequest request, StreamObserver<GetFlowsResponse> responses) {
    if (request.getFirst() && request.getFollow()) {
      refuse(responses, Status.INVALID_ARGUMENT, "first cannot be specified with follow");
      return;
    }
    Optional<FlowMask> mask = FlowMask.of(request.getFieldMask());
    if (mask.isEmpty()) {
      refuse(responses, Status.INVALID_ARGUMENT, "field mask names a field that a flow has not");
      return;
    }
    var result = filters.compile(request.getWhitelistList(), request.getBlacklistList());
    if (result instanceof FilterCompiler.Result.Refused refused) {
      refuse(responses, Status.UNKNOWN, refused.reason());
    } else if (result instanceof FilterCompiler.Result.Compiled compiled) {
      stream(FlowQuery.of(request, compiled.predicate(), mask.get()), responses);
    }
  }

  private void stream(FlowQuery query, StreamObserver<GetFlowsResponse> responses) {
    var call = (ServerCallStreamObserver<GetFlowsResponse>) responses;
    new FlowStream(store.ring(), clock, node.name(), query, call, executor).start();
  }

  private static void refuse(StreamObserver<?> responses, Status status, String text) {
    responses.onError(status.withDescription(text).asRuntimeException());
  }

  @Override
  public void serverStatus(
      ServerStatusRequest request, StreamObserver<ServerStatusResponse> responses) {
    responses.onNext(
        ServerStatusResponse.newBuilder()
            .setVersion(node.version())
            .setNumFlows(store.ring().size())
            .setMaxFlows(store.ring().capacity())
            .setSeenFlows(store.seen())
            .setUptimeNs(store.uptime().toNanos())
            .setFlowsRate(store.flowsRate())
            .build());
    responses.onCompleted();
  }

  @Override
  public void getNodes(GetNodesRequest request, StreamObserver<GetNodesResponse> responses) {
    var self =
        Node.newBuilder()
            .setName(node.name())
            .setVersion(node.version())
            .setAddress(node.address())
            .setState(NodeState.NODE_CONNECTED)
            .setTls(TLS.getDefaultInstance())
            .setUptimeNs(store.uptime().toNanos())
            .setNumFlows(store.ring().size())
            .setMaxFlows(store.ring().capacity())
            .setSeenFlows(store.seen());
    responses.onNext(GetNodesResponse.newBuilder().addNodes(self).build());
    responses.onCompleted();
  }

  @Override
  public void getNamespaces(
      GetNamespacesRequest request, StreamObserver<GetNamespacesResponse> responses) {
    var response = GetNamespacesResponse.newBuilder();
    for (SeenNamespace seen : store.namespaces()) {
      response.addNamespaces(
          Namespace.newBuilder().setCluster(seen.cluster()).setNamespace(seen.namespace()));
    }
    responses.onNext(response.build());
    responses.onCompleted();
  }
}
