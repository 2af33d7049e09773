package dev.chancery.testproxy;

import dev.chancery.testproxy.stream.Continuity;
import dev.chancery.testproxy.stream.Faults;
import dev.chancery.testproxy.stream.StreamHost;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a process runs on: starts it, kills it, and shows the state of the one that runs. */
final class Machine {
  private final TestProxyOptions options;
  private final Faults faults;
  private final Ledger ledger;
  private final Runnable changed;
  private final EventLoopGroup sockets =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final SecretStore noSecrets = new SecretStore();
  private volatile ProxyState state;
  private volatile SecretStore secrets = noSecrets;
  private int life;
  private int alive;
  private @Nullable ManagedChannel channel;
  private @Nullable ScheduledExecutorService loop;

  Machine(TestProxyOptions options, Faults faults, Ledger ledger, Runnable changed) {
    this.options = options;
    this.faults = faults;
    this.ledger = ledger;
    this.changed = changed;
    this.state = ProxyState.none(options.generation());
  }

  ProxyState state() {
    return state;
  }

  SecretStore secrets() {
    return secrets;
  }

  synchronized void start() {
    life++;
    int mine = life;
    turn(mine);
    ScheduledExecutorService newLoop = loop(mine);
    ManagedChannel newChannel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(options.xdsSocket()))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(sockets)
            .negotiationType(NegotiationType.PLAINTEXT)
            .overrideAuthority("localhost")
            .maxInboundMessageSize(options.maxMessage())
            .executor(newLoop)
            .build();
    SecretStore newSecrets = new SecretStore();
    loop = newLoop;
    channel = newChannel;
    secrets = newSecrets;
    Ledger.Pending pending = new Ledger.Pending();
    Life born =
        new Life(
            options,
            told -> host(mine, newLoop, newChannel, pending, told),
            newSecrets,
            next -> publish(mine, pending, next));
    newLoop.execute(born::start);
  }

  /** What comes after a kill is thrown away. */
  private static ScheduledExecutorService loop(int mine) {
    return new ScheduledThreadPoolExecutor(
        1,
        task -> {
          Thread thread = new Thread(task, "test-proxy-" + mine);
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.DiscardPolicy());
  }

  private StreamHost host(
      int mine,
      ScheduledExecutorService onLoop,
      ManagedChannel onChannel,
      Ledger.Pending pending,
      Runnable told) {
    return new StreamHost(
        mine,
        onLoop,
        onChannel,
        Node.newBuilder().setId(options.nodeId()).setCluster(options.nodeCluster()).build(),
        faults,
        options.backoff(),
        pending::add,
        pending::add,
        new Continuity(),
        told);
  }

  private void publish(int whose, Ledger.Pending pending, ProxyState next) {
    ledger.settle(
        pending,
        () -> {
          if (whose == alive) {
            state = next;
          }
        });
    changed.run();
  }

  private void turn(int next) {
    ledger.settle(
        new Ledger.Pending(),
        () -> {
          alive = next;
          state = ProxyState.none(options.generation());
        });
    changed.run();
  }

  /** What was learnt is gone at once; the sockets are when this returns. */
  synchronized void kill() {
    turn(0);
    secrets = noSecrets;
    if (channel != null) {
      ended(channel.shutdownNow());
      channel = null;
    }
    if (loop != null) {
      loop.shutdownNow();
      loop = null;
    }
  }

  private static void ended(ManagedChannel channel) {
    try {
      if (!channel.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the channel of a killed proxy does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    kill();
    var unused = sockets.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
