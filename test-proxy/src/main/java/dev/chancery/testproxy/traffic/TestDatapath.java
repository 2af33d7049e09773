package dev.chancery.testproxy.traffic;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in for the kernel of a node: pods dial each other on loopback addresses, and a redirected
 * connection is handed to the proxy with its addresses as they are, as TPROXY does.
 *
 * <p>Refused means closed at once with RST; a kernel would drop, and the client would wait.
 */
public final class TestDatapath implements Outbound, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TestDatapath.class);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          2, new DefaultThreadFactory("datapath", true), NioIoHandler.newFactory());

  /** Sources of connections that an egress listener has let go, by the socket it dials from. */
  private final Map<InetSocketAddress, InetSocketAddress> marks = new ConcurrentHashMap<>();

  private final Steering steering;
  private final ProxyEntrance proxy;

  private TestDatapath(Steering steering, ProxyEntrance proxy) {
    this.steering = steering;
    this.proxy = proxy;
  }

  /**
   * Listens on every port of every pod.
   *
   * @param announced redirects in force, asked for each connection
   */
  public static TestDatapath start(
      Collection<Pod> pods,
      Supplier<List<Redirect>> announced,
      L4Policy policy,
      ProxyEntrance proxy) {
    TestDatapath datapath = new TestDatapath(new Steering(pods, announced, policy), proxy);
    try {
      for (Pod pod : pods) {
        pod.ports().forEach(p -> datapath.listen(new InetSocketAddress(pod.front(), p)));
      }
      return datapath;
    } catch (RuntimeException e) {
      datapath.close();
      throw e;
    }
  }

  private void listen(InetSocketAddress address) {
    new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(initializer(this::accepted))
        .bind(address)
        .syncUninterruptibly();
  }

  private static ChannelHandler initializer(java.util.function.Consumer<Channel> taken) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        taken.accept(channel);
      }
    };
  }

  private void accepted(Channel client) {
    InetSocketAddress from = (InetSocketAddress) client.remoteAddress();
    InetSocketAddress to = steering.behind((InetSocketAddress) client.localAddress());
    InetSocketAddress marked = marks.remove(from);
    Passage passage = new Passage(marked == null ? from : marked, to);
    Hop hop = marked == null ? steering.fromSource(passage) : steering.afterEgress(passage);
    if (hop instanceof Hop.Direct direct) {
      dial(direct.address(), new Splice(client)).addListener(resetIfFailed(client));
    } else if (hop instanceof Hop.ToProxy redirect) {
      if (!proxy.accept(client, passage, redirect.port(), this)) {
        refuse(client, passage, "nobody listens on proxy port " + redirect.port());
      }
    } else if (hop instanceof Hop.Refused refused) {
      refuse(client, passage, refused.reason());
    }
  }

  private static ChannelFutureListener resetIfFailed(Channel client) {
    return dialled -> {
      if (!dialled.isSuccess()) {
        Reset.close(client);
      }
    };
  }

  private static void refuse(Channel client, Passage passage, String reason) {
    log.atDebug().addKeyValue("passage", passage).addKeyValue("reason", reason).log("refused");
    Reset.close(client);
  }

  @Override
  public ChannelFuture dial(Passage passage, Way passed, ChannelHandler handler) {
    Hop hop = passed == Way.EGRESS ? steering.afterEgress(passage) : steering.afterIngress(passage);
    return hop instanceof Hop.Direct direct
        ? dial(direct.address(), handler)
        : dialMarked(passage, handler);
  }

  private ChannelFuture dial(InetSocketAddress address, ChannelHandler handler) {
    return bootstrap(handler).connect(address);
  }

  /** The listener on the other side steers it again: to ingress, or nowhere. */
  private ChannelFuture dialMarked(Passage passage, ChannelHandler handler) {
    return bootstrap(
            initializer(
                channel -> {
                  channel.pipeline().addLast(new Mark(passage.source(), marks));
                  channel.pipeline().addLast(handler);
                }))
        .connect(steering.front(passage.destination()));
  }

  private Bootstrap bootstrap(ChannelHandler handler) {
    return new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(handler);
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
