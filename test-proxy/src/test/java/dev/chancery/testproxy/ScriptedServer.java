package dev.chancery.testproxy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.chancery.api.cilium.NetworkPolicyDiscoveryServiceGrpc;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A control plane that serves what a test says, well or badly. Each type has its own count of
 * versions, which jumps ahead of what a new stream quotes; {@link #raw} sends anything at all.
 */
final class ScriptedServer implements AutoCloseable {
  private final Path socket;
  private final Map<XdsType, ServedType> types = new EnumMap<>(XdsType.class);
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final DeltaScript deltaPolicies = new DeltaScript();
  private @Nullable Server server;

  ScriptedServer(Path socket) {
    this.socket = socket;
    Arrays.stream(XdsType.values()).forEach(type -> types.put(type, new ServedType(type)));
  }

  static ScriptedServer started() throws IOException {
    ScriptedServer server =
        new ScriptedServer(Files.createTempDirectory("xds").resolve("xds.sock"));
    server.start();
    return server;
  }

  Path socket() {
    return socket;
  }

  void start() throws IOException {
    Files.deleteIfExists(socket);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .directExecutor();
    types.values().forEach(type -> builder.addService(type.service(deltaPolicies)));
    server = builder.build().start();
  }

  /** Goes away without goodbye. */
  void stop() throws InterruptedException {
    Server running = Objects.requireNonNull(server);
    running.shutdownNow();
    running.awaitTermination(5, TimeUnit.SECONDS);
  }

  /** Forgets the count of versions, as a new process would. */
  void forgetVersions() {
    types.values().forEach(ServedType::forget);
  }

  /** Serves these from now on, and sends them to the streams that are open. */
  String set(XdsType type, Message... resources) {
    return type(type).set(List.of(resources));
  }

  /** Sends this to the newest stream and changes nothing else. */
  void raw(XdsType type, DiscoveryResponse response) {
    type(type).raw(response);
  }

  /** Sends these resources under this version. */
  void raw(XdsType type, String version, String nonce, Message... resources) {
    raw(type, response(type, version, nonce, List.of(resources)));
  }

  /** Answers no new stream of the type by itself. */
  ScriptedServer mute(XdsType type) {
    type(type).mute();
    return this;
  }

  /** Ends every stream on which a request after the first lacks the node. */
  void demandNode(XdsType type) {
    type(type).demandNode();
  }

  DeltaScript deltaPolicies() {
    return deltaPolicies;
  }

  List<DiscoveryRequest> requests(XdsType type) {
    return type(type).requests();
  }

  int openStreams(XdsType type) {
    return type(type).open();
  }

  private ServedType type(XdsType type) {
    return Objects.requireNonNull(types.get(type));
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

  @Override
  public void close() throws InterruptedException {
    stop();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** One type: its content, its version, its streams. */
  private static final class ServedType {
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
