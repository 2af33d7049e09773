package dev.chancery.testproxy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.chancery.api.cilium.NetworkPolicyDiscoveryServiceGrpc;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** One type of a scripted control plane: its content, its version, its streams. */
final class ServedType {
  private final XdsType type;
  private final List<DiscoveryRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Stream> streams = new CopyOnWriteArrayList<>();
  private List<Message> content = List.of();
  private long version = 1;
  private boolean muted;
  private boolean demandsNode;

  ServedType(XdsType type) {
    this.type = type;
  }

  ServerServiceDefinition service(DeltaScript deltaPolicies) {
    var whole = ServerCalls.asyncBidiStreamingCall(this::stream);
    var descriptor =
        ServiceDescriptor.newBuilder(Objects.requireNonNull(type.method().getServiceName()))
            .addMethod(type.method());
    if (type != XdsType.POLICY) {
      return ServerServiceDefinition.builder(descriptor.build())
          .addMethod(type.method(), whole)
          .build();
    }
    var delta = NetworkPolicyDiscoveryServiceGrpc.getDeltaNetworkPoliciesMethod();
    return ServerServiceDefinition.builder(descriptor.addMethod(delta).build())
        .addMethod(type.method(), whole)
        .addMethod(delta, ServerCalls.asyncBidiStreamingCall(deltaPolicies::stream))
        .build();
  }

  private StreamObserver<DiscoveryRequest> stream(StreamObserver<DiscoveryResponse> out) {
    return new Stream(this, out);
  }

  synchronized String set(List<Message> resources) {
    content = resources;
    version++;
    streams.forEach(Stream::push);
    return Long.toString(version);
  }

  synchronized void raw(DiscoveryResponse response) {
    streams.get(streams.size() - 1).out.onNext(response);
  }

  synchronized void forget() {
    version = 1;
  }

  synchronized void mute() {
    muted = true;
  }

  synchronized void demandNode() {
    demandsNode = true;
  }

  List<DiscoveryRequest> requests() {
    return List.copyOf(requests);
  }

  int open() {
    return streams.size();
  }

  synchronized void asked(Stream stream, DiscoveryRequest request) {
    requests.add(request);
    if (!request.getResponseNonce().isEmpty()) {
      if (demandsNode && !request.hasNode()) {
        stream.out.onError(Status.INVALID_ARGUMENT.withDescription("node missing").asException());
        streams.remove(stream);
      }
      return;
    }
    stream.wanted = request.getResourceNamesList();
    streams.add(stream);
    if (!request.getVersionInfo().isEmpty()) {
      version = Math.max(version, Long.parseLong(request.getVersionInfo()) + 1);
    }
    if (!muted) {
      stream.push();
    }
  }

  static DiscoveryResponse response(
      XdsType type, String version, String nonce, List<Message> resources) {
    return DiscoveryResponse.newBuilder()
        .setTypeUrl(type.typeUrl())
        .setVersionInfo(version)
        .setNonce(nonce)
        .addAllResources(resources.stream().map(Any::pack).toList())
        .build();
  }

  private static final class Stream implements StreamObserver<DiscoveryRequest> {
    private final ServedType type;
    private final StreamObserver<DiscoveryResponse> out;
    private List<String> wanted = List.of();

    Stream(ServedType type, StreamObserver<DiscoveryResponse> out) {
      this.type = type;
      this.out = out;
    }

    void push() {
      String number = Long.toString(type.version);
      out.onNext(response(type.type, number, number, found()));
    }

    private List<Message> found() {
      return wanted.isEmpty()
          ? type.content
          : type.content.stream()
              .filter(m -> wanted.stream().anyMatch(m.toString()::contains))
              .toList();
    }

    @Override
    public void onNext(DiscoveryRequest request) {
      type.asked(this, request);
    }

    @Override
    public void onError(Throwable cause) {
      type.streams.remove(this);
    }

    @Override
    public void onCompleted() {
      type.streams.remove(this);
      out.onCompleted();
    }
  }
}
