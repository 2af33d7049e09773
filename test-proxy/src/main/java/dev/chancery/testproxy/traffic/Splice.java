package dev.chancery.testproxy.traffic;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Joins the channel it is put on with a client's, byte for byte. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails ends the channel, which handlers see.
final class Splice extends ChannelInboundHandlerAdapter {
  private final Channel client;
  private final Half fromClient = new Half();

  /**
   * @param client does not read by itself yet; what it has read is kept until it can go on
   */
  Splice(Channel client) {
    this.client = client;
    client.pipeline().addLast(fromClient);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    Half fromServer = new Half();
    fromServer.join(client);
    context.pipeline().addLast(fromServer);
    client
        .eventLoop()
        .execute(
            () -> {
              fromClient.join(context.channel());
              client.config().setAutoRead(true);
              if (!client.isActive()) {
                context.close();
              }
            });
    context.fireChannelActive();
  }

  /** What comes from one side; for the event loop of that side. */
  private static final class Half extends ChannelInboundHandlerAdapter {
    private final Deque<Object> early = new ArrayDeque<>();
    private @Nullable Channel other;

    void join(Channel channel) {
      other = channel;
      early.forEach(channel::writeAndFlush);
      early.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      if (other == null) {
        early.add(bytes);
      } else {
        other.writeAndFlush(bytes);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      early.forEach(ReferenceCountUtil::release);
      early.clear();
      if (other != null) {
        other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (other != null) {
        Reset.close(other);
      }
      Reset.close(context.channel());
    }
  }
}
