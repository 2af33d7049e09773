package dev.chancery.testproxy.traffic;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Joins the channel it is put on with another one, byte for byte. */
final class Splice extends ChannelInboundHandlerAdapter {
  private final Channel client;

  /**
   * @param client does not read yet
   */
  Splice(Channel client) {
    this.client = client;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    client.pipeline().addLast(new Half(context.channel()));
    context.pipeline().addLast(new Half(client));
    client.config().setAutoRead(true);
    if (!client.isActive()) {
      context.close();
    }
    context.fireChannelActive();
  }

  private static final class Half extends ChannelInboundHandlerAdapter {
    private final Channel other;

    Half(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      other.writeAndFlush(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      Reset.close(other);
      Reset.close(context.channel());
    }
  }
}
