package dev.chancery.testproxy.traffic;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;

/**
 * Makes a socket dial from its client's address, and tells the datapath whose connection it is
 * before it does. The port is another one: the client's own is taken on one node.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails ends the channel, which handlers see.
final class Mark extends ChannelOutboundHandlerAdapter {
  private final InetSocketAddress source;
  private final Map<InetSocketAddress, InetSocketAddress> marks;

  Mark(InetSocketAddress source, Map<InetSocketAddress, InetSocketAddress> marks) {
    this.source = source;
    this.marks = marks;
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    context
        .bind(new InetSocketAddress(source.getAddress(), 0))
        .addListener(
            bound -> {
              if (bound.isSuccess()) {
                marks.put((InetSocketAddress) context.channel().localAddress(), source);
                context.connect(remote, promise);
              } else {
                promise.tryFailure(bound.cause());
              }
            });
  }
}
