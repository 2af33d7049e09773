package dev.chancery.testproxy;

import com.google.protobuf.Message;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
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
    raw(type, ServedType.response(type, version, nonce, List.of(resources)));
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

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
