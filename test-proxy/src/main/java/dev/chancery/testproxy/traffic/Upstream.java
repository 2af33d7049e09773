package dev.chancery.testproxy.traffic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to where one client wanted to go: the ORIGINAL_DST cluster. One request at a time; a
 * connection is kept for the next one.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails ends the channel, which handlers see.
final class Upstream {
  private final Visit visit;
  private final Outbound outbound;
  private @Nullable Channel open;
  private boolean isClosed;
  private @Nullable Consumer<FullHttpResponse> asked;

  Upstream(Visit visit, Outbound outbound) {
    this.visit = visit;
    this.outbound = outbound;
  }

  /**
   * Sends a request, which it releases.
   *
   * @param answer gets the response, which is 503 where the server cannot be reached; called in any
   *     thread
   */
  synchronized void send(FullHttpRequest request, Consumer<FullHttpResponse> answer) {
    asked = answer;
    request.headers().remove(HttpHeaderNames.CONNECTION);
    Channel channel = open;
    if (channel != null && channel.isActive()) {
      write(channel, request);
      return;
    }
    outbound
        .dial(visit.passage(), visit.way(), new Pipeline())
        .addListener(
            (ChannelFutureListener)
                dialled -> {
                  if (dialled.isSuccess() && keep(dialled.channel())) {
                    write(dialled.channel(), request);
                  } else {
                    request.release();
                    answered(HttpExchanges.response(503, "upstream connect error"));
                  }
                });
  }

  private void write(Channel channel, FullHttpRequest request) {
    channel.writeAndFlush(request).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private synchronized boolean keep(Channel channel) {
    if (isClosed) {
      channel.close();
      return false;
    }
    open = channel;
    return true;
  }

  private void answered(FullHttpResponse response) {
    Consumer<FullHttpResponse> asker;
    synchronized (this) {
      asker = asked;
      asked = null;
    }
    if (asker == null) {
      response.release();
    } else {
      asker.accept(response);
    }
  }

  synchronized void close() {
    isClosed = true;
    if (open != null) {
      open.close();
    }
  }

  private final class Pipeline extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(new HttpClientCodec(64 * 1024, 64 * 1024, 8192))
          .addLast(new HttpObjectAggregator(1 << 20))
          .addLast(new Answers());
    }
  }

  private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      answered(response.retain());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      answered(HttpExchanges.response(503, "upstream connect error"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
