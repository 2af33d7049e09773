package dev.chancery.xds;

import com.google.protobuf.Message;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.util.Objects;
import java.util.Optional;

/** The gRPC side of an {@link XdsServer}: each call of a method becomes a stream. */
final class Services {
  private final XdsServer server;

  Services(XdsServer server) {
    this.server = server;
  }

  ServerServiceDefinition define(DiscoveryService service) {
    var definition = ServerServiceDefinition.builder(service.name());
    service
        .streamMethod()
        .ifPresent(name -> addMethod(definition, service, name, Wire.STATE_OF_THE_WORLD));
    service.deltaMethod().ifPresent(name -> addMethod(definition, service, name, Wire.DELTA));
    return definition.build();
  }

  private <Q extends Message, R extends Message> void addMethod(
      ServerServiceDefinition.Builder definition,
      DiscoveryService service,
      String name,
      Wire<Q, R> wire) {
    MethodDescriptor<Optional<Q>, R> method =
        MethodDescriptor.<Optional<Q>, R>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(service.name(), name))
            .setRequestMarshaller(RequestMarshaller.of(wire.request()))
            .setResponseMarshaller(ProtoUtils.marshaller(wire.response()))
            .build();
    ServerCallHandler<Optional<Q>, R> handler =
        (call, headers) -> {
          String peer = peer(call.getAttributes());
          return ServerCalls.<Optional<Q>, R>asyncBidiStreamingCall(
                  responses ->
                      new Readable<>(
                          server.open(
                              wire,
                              (ServerCallStreamObserver<R>) responses,
                              peer,
                              method.getFullMethodName(),
                              service.typeUrl())))
              .startCall(call, headers);
        };
    definition.addMethod(method, handler);
  }

  private static String peer(Attributes attributes) {
    String address = Objects.toString(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), "");
    return address.isEmpty() ? "unix" : address;
  }
}
