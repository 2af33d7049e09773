package dev.chancery.xds;

import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An {@link XdsServer} behind a gRPC server, and clients of it. */
final class TestServer implements AutoCloseable {
  record News(String nodeId, ResourceKey key, Delivery outcome) {}

  final XdsServer xds;
  final List<News> news;
  private final Server grpc;
  private final ManagedChannel channel;
  private final List<TestClient<?, ?>> clientsToClose = new ArrayList<>();
  private final List<EventLoopGroup> loopsToClose = new ArrayList<>();

  private TestServer(XdsServer xds, List<News> news, Server grpc, ManagedChannel channel) {
    this.xds = xds;
    this.news = news;
    this.grpc = grpc;
    this.channel = channel;
  }

  /**
   * All work is done on the caller's thread: when a call returns, all that follows from it is done.
   */
  static TestServer inProcess(XdsServerBuilder settings) {
    List<News> news = new CopyOnWriteArrayList<>();
    XdsServer xds =
        settings
            .listener((node, key, outcome) -> news.add(new News(node, key, outcome)))
            .executor(Runnable::run)
            .build();
    String name = InProcessServerBuilder.generateName();
    var server = InProcessServerBuilder.forName(name).directExecutor();
    xds.services().forEach(server::addService);
    return new TestServer(
        xds, news, start(server), InProcessChannelBuilder.forName(name).directExecutor().build());
  }

  /** A unix-domain socket of the JDK: no native library. */
  static TestServer unixSocket(XdsServerBuilder settings) {
    return unixSocket(settings, temporaryFolder().resolve("xds.sock"));
  }

  static TestServer unixSocket(XdsServerBuilder settings, Path socket) {
    List<News> news = new CopyOnWriteArrayList<>();
    XdsServer xds =
        settings.listener((node, key, outcome) -> news.add(new News(node, key, outcome))).build();
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    var server =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops);
    xds.services().forEach(server::addService);
    Server started = start(server);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(loops)
            .negotiationType(NegotiationType.PLAINTEXT)
            .overrideAuthority("localhost")
            .build();
    TestServer all = new TestServer(xds, news, started, channel);
    all.loopsToClose.add(loops);
    return all;
  }

  /** Publishes and returns the version of the last resource. */
  String publish(Resource... resources) {
    return publishTo(xds.store(), resources);
  }

  String publishTo(ResourceStore store, Resource... resources) {
    store.set(resources);
    return resources[resources.length - 1].version();
  }

  void remove(ResourceKey... keys) {
    xds.store().remove(keys);
  }

  DeltaClient delta(String nodeId) {
    return closing(new DeltaClient(channel, nodeId, true));
  }

  /** A client that reads nothing until it is told to. */
  DeltaClient slowDelta(String nodeId) {
    return closing(new DeltaClient(channel, nodeId, false));
  }

  SotwClient sotw(String nodeId) {
    return closing(new SotwClient(channel, nodeId));
  }

  /** A client with a limit of its own on a message, in bytes. */
  SotwClient sotw(String nodeId, int maxMessage) {
    Channel large =
        ClientInterceptors.intercept(
            channel,
            new ClientInterceptor() {
              @Override
              public <Q, R> ClientCall<Q, R> interceptCall(
                  MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
                return next.newCall(method, options.withMaxInboundMessageSize(maxMessage));
              }
            });
    return closing(new SotwClient(large, nodeId));
  }

  ManagedChannel channel() {
    return channel;
  }

  <C extends TestClient<?, ?>> C closing(C client) {
    clientsToClose.add(client);
    return client;
  }

  List<ClientState> clients() {
    return xds.clients().join();
  }

  /** What a node's only stream of a type holds of a name. */
  Delivery delivery(String nodeId, ResourceKey key) {
    return clients().stream()
        .filter(client -> client.nodeId().equals(nodeId))
        .flatMap(client -> client.subscriptions().stream())
        .filter(subscription -> subscription.typeUrl().equals(key.typeUrl()))
        .flatMap(subscription -> subscription.resources().stream())
        .filter(held -> held.name().equals(key.name()))
        .map(ClientState.Held::delivery)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    clientsToClose.forEach(TestClient::close);
    channel.shutdownNow();
    grpc.shutdownNow();
    // The streams end on their own threads, which want the event loop.
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> channel.isTerminated() && grpc.isTerminated() && clients().isEmpty());
    loopsToClose.forEach(l -> l.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly());
  }

  private static Server start(ServerBuilder<?> builder) {
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("xds");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
