package dev.chancery.flows.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.Workload;
import dev.chancery.api.observer.GetAgentEventsRequest;
import dev.chancery.api.observer.GetNamespacesRequest;
import dev.chancery.api.observer.GetNodesRequest;
import dev.chancery.api.observer.ObserverGrpc;
import dev.chancery.api.observer.ServerStatusRequest;
import dev.chancery.api.peer.ChangeNotification;
import dev.chancery.api.peer.NotifyRequest;
import dev.chancery.api.peer.PeerGrpc;
import dev.chancery.api.relay.NodeState;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1alpha.ServerReflectionGrpc;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HubbleServicesTest {
  private HubbleServer server;

  @BeforeEach
  void start() throws IOException {
    server = new HubbleServer(7).write(10);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void statusCountsFlows() {
    server.clock.advance(Duration.ofSeconds(3));
    var status =
        ObserverGrpc.newBlockingStub(server.channel)
            .serverStatus(ServerStatusRequest.getDefaultInstance());
    assertThat(status.getNumFlows()).isEqualTo(7);
    assertThat(status.getMaxFlows()).isEqualTo(7);
    assertThat(status.getSeenFlows()).isEqualTo(10);
    assertThat(status.getUptimeNs()).isEqualTo(3_000_000_000L);
    assertThat(status.getFlowsRate()).isEqualTo(2.5);
    assertThat(status.getVersion()).isEqualTo("chancery v1");
    assertThat(status.hasNumConnectedNodes()).isFalse();
  }

  @Test
  void nodesAreThisOne() {
    var nodes =
        ObserverGrpc.newBlockingStub(server.channel).getNodes(GetNodesRequest.getDefaultInstance());
    assertThat(nodes.getNodesList()).hasSize(1);
    assertThat(nodes.getNodes(0).getName()).isEqualTo("default/node1");
    assertThat(nodes.getNodes(0).getState()).isEqualTo(NodeState.NODE_CONNECTED);
  }

  @Test
  void namespacesAreThoseOfFlows() {
    var namespaces =
        ObserverGrpc.newBlockingStub(server.channel)
            .getNamespaces(GetNamespacesRequest.getDefaultInstance());
    assertThat(namespaces.getNamespacesList()).hasSize(1);
    assertThat(namespaces.getNamespaces(0).getNamespace()).isEqualTo("ns");
  }

  @Test
  void agentEventsAreUnimplemented() {
    var events =
        ObserverGrpc.newBlockingStub(server.channel)
            .getAgentEvents(GetAgentEventsRequest.getDefaultInstance());
    assertThatThrownBy(events::hasNext)
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("UNIMPLEMENTED");
  }

  @Test
  void healthIsServingUnderBothNames() {
    for (String name : List.of("", "hubble.server.Observer")) {
      var response =
          HealthGrpc.newBlockingStub(server.channel)
              .check(HealthCheckRequest.newBuilder().setService(name).build());
      assertThat(response.getStatus()).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void everyResponseNamesTheVersion() {
    var headers = new AtomicReference<Metadata>();
    var intercepted =
        ClientInterceptors.intercept(
            server.channel,
            MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
    ObserverGrpc.newBlockingStub(intercepted)
        .serverStatus(ServerStatusRequest.getDefaultInstance());
    Metadata received = Objects.requireNonNull(headers.get());
    assertThat(received.get(ServerVersionHeader.KEY)).startsWith("1.19.");
  }

  @Test
  void peerTellsOfThisNodeAndStaysOpen() {
    List<Object> events = new ArrayList<>();
    PeerGrpc.newStub(server.channel)
        .notify(
            NotifyRequest.getDefaultInstance(),
            new StreamObserver<>() {
              @Override
              public void onNext(ChangeNotification change) {
                events.add(change.getType() + " " + change.getName() + " " + change.getAddress());
              }

              @Override
              public void onError(Throwable error) {
                events.add(error);
              }

              @Override
              public void onCompleted() {
                events.add("end");
              }
            });
    assertThat(events).containsExactly("PEER_ADDED default/node1 127.0.0.1");
  }

  @Test
  void reflectionIsThereAsTheHubbleClientAsksForIt() {
    assertThat(ServerReflectionGrpc.getServiceDescriptor().getName())
        .isEqualTo("grpc.reflection.v1alpha.ServerReflection");
    assertThat(server.services()).contains("grpc.reflection.v1alpha.ServerReflection");
  }

  @Test
  void maskReachesIntoRepeatedFieldsAndOddNames() {
    var flow = Flow.newBuilder().setUuid("u").setNodeName("n");
    flow.getSourceBuilder()
        .addWorkloads(Workload.newBuilder().setName("a").setKind("Deployment"))
        .addWorkloads(Workload.newBuilder().setName("b").setKind("Job"));
    flow.getL4Builder().getTCPBuilder().setDestinationPort(80).setSourcePort(1);
    var mask =
        FlowMask.of(
                FieldMask.newBuilder()
                    .addPaths("source.workloads.name")
                    .addPaths("l4.TCP.destination_port")
                    .addPaths("destination.pod_name")
                    .addPaths("uuid")
                    .build())
            .orElseThrow();
    var expected = Flow.newBuilder().setUuid("u");
    expected
        .getSourceBuilder()
        .addWorkloads(Workload.newBuilder().setName("a"))
        .addWorkloads(Workload.newBuilder().setName("b"));
    expected.getL4Builder().getTCPBuilder().setDestinationPort(80);
    assertThat(mask.apply(flow.build())).isEqualTo(expected.build());
  }
}
