package dev.chancery.accesslogs;

import static io.envoyproxy.envoy.data.accesslog.v3.AccessLogType.DownstreamEnd;
import static io.envoyproxy.envoy.data.accesslog.v3.AccessLogType.NotSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service over a real unix socket. */
class AccessLogReceiverIT {
  private final RecordProblems problems = new RecordProblems(InstantSource.system());
  private final RecordQueue queue = new RecordQueue(100, 1 << 20, problems);
  private final AccessLogReceiver receiver = new AccessLogReceiver(queue, problems);
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private Path folder;
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    folder = Files.createTempDirectory("als");
    var address = UnixDomainSocketAddress.of(folder.resolve("als.sock"));
    server =
        NettyServerBuilder.forAddress(address)
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .addService(receiver)
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress(address)
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(loops)
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.shutdownNow().awaitTermination();
    loops.shutdownGracefully().await();
    Files.deleteIfExists(folder.resolve("als.sock"));
    Files.deleteIfExists(folder);
  }

  private StreamObserver<StreamAccessLogsMessage> open(CompletableFuture<Boolean> answered) {
    return AccessLogServiceGrpc.newStub(channel)
        .streamAccessLogs(
            new StreamObserver<>() {
              @Override
              public void onNext(StreamAccessLogsResponse response) {
                answered.complete(true);
              }

              @Override
              public void onError(Throwable error) {
                answered.completeExceptionally(error);
              }

              @Override
              public void onCompleted() {}
            });
  }

  private static StreamAccessLogsMessage http(int entries) {
    var message = StreamAccessLogsMessage.newBuilder();
    for (int i = 0; i < entries; i++) {
      message
          .getHttpLogsBuilder()
          .addLogEntry(
              Entries.http(
                  Entries.common(DownstreamEnd)
                      .setUpstreamRemoteAddress(Entries.address("127.0.0.1", 1)),
                  200));
    }
    return message.build();
  }

  @Test
  void entriesOfSeveralStreamsArrive() throws Exception {
    var first = new CompletableFuture<Boolean>();
    var second = new CompletableFuture<Boolean>();
    StreamObserver<StreamAccessLogsMessage> one = open(first);
    StreamObserver<StreamAccessLogsMessage> two = open(second);
    one.onNext(http(3));
    var tcp = StreamAccessLogsMessage.newBuilder();
    var connection = Entries.tcp(Entries.common(NotSet)).toBuilder();
    connection.getConnectionPropertiesBuilder().setReceivedBytes(1);
    tcp.getTcpLogsBuilder().addLogEntry(connection);
    two.onNext(tcp.build());
    one.onCompleted();
    two.onCompleted();
    assertThat(first.get()).isTrue();
    assertThat(second.get()).isTrue();
    assertThat(queue.take(100).records())
        .hasSize(4)
        .hasAtLeastOneElementOfType(HttpRecord.class)
        .hasAtLeastOneElementOfType(ConnectionRecord.class);
    assertThat(receiver.receivedEntries()).isEqualTo(4);
    assertThat(receiver.openStreams()).isZero();
  }

  @Test
  void consumerThatTakesNothingHoldsNobodyUpAndLossIsCounted() throws Exception {
    var answered = new CompletableFuture<Boolean>();
    StreamObserver<StreamAccessLogsMessage> stream = open(answered);
    for (int i = 0; i < 50; i++) {
      stream.onNext(http(10));
    }
    stream.onCompleted();
    assertThat(answered.get()).isTrue();
    RecordQueue.Batch batch = queue.take(1_000);
    assertThat(batch.records()).hasSize(100);
    assertThat(batch.dropped()).isEqualTo(400);
  }

  @Test
  void brokenStreamIsForgotten() {
    var answered = new CompletableFuture<Boolean>();
    StreamObserver<StreamAccessLogsMessage> stream = open(answered);
    stream.onNext(StreamAccessLogsMessage.getDefaultInstance());
    await().until(() -> receiver.openStreams() == 1);
    channel.shutdownNow();
    await().until(() -> receiver.openStreams() == 0);
    assertThat(problems.count(RecordProblem.INCOMPLETE)).isEqualTo(1);
  }
}
