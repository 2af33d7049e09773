package dev.chancery.testproxy;

import dev.chancery.testproxy.stream.Continuity;
import dev.chancery.testproxy.stream.Faults;
import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.stream.StreamHost;
import dev.chancery.testproxy.wire.Violation;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a process runs on: starts it, kills it, and shows the state of the one that runs. */
final class Machine {
  private final TestProxyOptions options;
  private final Faults faults;
  private final Consumer<Violation> violations;
  private final Consumer<JournalEntry> journal;
  private final Runnable changed;
  private final EventLoopGroup sockets =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final SecretStore noSecrets = new SecretStore();
  private volatile ProxyState state;
  private volatile SecretStore secrets = noSecrets;
  private final Object lives = new Object();
  private int life;
  private int alive;
  private @Nullable ManagedChannel channel;
  private @Nullable ScheduledExecutorService loop;

  Machine(
      TestProxyOptions options,
      Faults faults,
      Consumer<Violation> violations,
      Consumer<JournalEntry> journal,
      Runnable changed) {
    this.options = options;
    this.faults = faults;
    this.violations = violations;
    this.journal = journal;
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
    ScheduledExecutorService newLoop =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "test-proxy-" + mine);
              thread.setDaemon(true);
              return thread;
            });
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
    StreamHost host =
        new StreamHost(
            mine,
            newLoop,
            newChannel,
            Node.newBuilder().setId(options.nodeId()).setCluster(options.nodeCluster()).build(),
            faults,
            options.backoff(),
            journal,
            violation -> {
              violations.accept(violation);
              changed.run();
            },
            new Continuity(),
            changed);
    loop = newLoop;
    channel = newChannel;
    secrets = newSecrets;
    Life born = new Life(options, host, newSecrets, next -> publish(mine, next));
    newLoop.execute(born::start);
  }

  private void publish(int whose, ProxyState next) {
    synchronized (lives) {
      if (whose != alive) {
        return;
      }
      state = next;
    }
    changed.run();
  }

  private void turn(int next) {
    synchronized (lives) {
      alive = next;
      state = ProxyState.none(options.generation());
    }
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
    sockets.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
