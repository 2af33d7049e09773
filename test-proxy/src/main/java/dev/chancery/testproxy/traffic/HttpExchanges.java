package dev.chancery.testproxy.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chancery.api.cilium.HttpLogEntry;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * The requests of one connection, one after another: connection manager, {@code cilium.l7policy},
 * router. Policy is asked for each request anew.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails ends the channel, which handlers see.
final class HttpExchanges extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final HttpConnectionManager settings;
  private final String deniedBody;
  private final Function<HttpRequest, Ruling> policy;
  private final AccessRecords records;
  private final Upstream upstream;
  private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
  private boolean isBusy;

  /**
   * @param deniedBody of {@code cilium.l7policy}; ended with CRLF where it is not
   */
  HttpExchanges(
      HttpConnectionManager settings,
      String deniedBody,
      Function<HttpRequest, Ruling> policy,
      AccessRecords records,
      Upstream upstream) {
    this.settings = settings;
    this.deniedBody = deniedBody.endsWith("\r\n") ? deniedBody : deniedBody + "\r\n";
    this.policy = policy;
    this.records = records;
    this.upstream = upstream;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    waiting.add(request.retain());
    next(context.channel());
  }

  private void next(Channel client) {
    while (!isBusy && !waiting.isEmpty()) {
      isBusy = true;
      FullHttpRequest request = waiting.remove();
      try {
        serve(client, request);
      } finally {
        request.release();
      }
    }
  }

  private void serve(Channel client, FullHttpRequest request) {
    boolean keepsAlive = HttpUtil.isKeepAlive(request);
    if (HttpHead.read(request, settings) instanceof HttpHead.Answered answered) {
      FullHttpResponse response = response(answered.status(), answered.body());
      if (!answered.location().isEmpty()) {
        response.headers().set(HttpHeaderNames.LOCATION, answered.location());
      }
      answer(client, response, keepsAlive && answered.status() == 307);
      return;
    }
    Ruling ruling = policy.apply(request);
    if (!ruling.isAllowed()) {
      HttpLogEntry entry = records.denied(request, ruling.missing(), ruling.rejected());
      FullHttpResponse response = response(403, deniedBody);
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain");
      records.response(entry, 403, response.headers());
      answer(client, response, keepsAlive);
      return;
    }
    HttpLogEntry entry = records.request(request, ruling.missing(), ruling.rejected());
    upstream.send(
        request.retain(),
        response -> client.eventLoop().execute(() -> relay(client, entry, response, keepsAlive)));
  }

  private void relay(
      Channel client, HttpLogEntry entry, FullHttpResponse response, boolean keepsAlive) {
    records.response(entry, response.status().code(), response.headers());
    answer(client, response, keepsAlive);
  }

  private void answer(Channel client, FullHttpResponse response, boolean keepsAlive) {
    isBusy = false;
    if (keepsAlive) {
      response.headers().remove(HttpHeaderNames.CONNECTION);
      client.writeAndFlush(response);
      next(client);
    } else {
      response.headers().set(HttpHeaderNames.CONNECTION, "close");
      client.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  static FullHttpResponse response(int status, String body) {
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(status),
            Unpooled.copiedBuffer(body, UTF_8));
    HttpUtil.setContentLength(response, response.content().readableBytes());
    response.headers().set(HttpHeaderNames.SERVER, "envoy");
    return response;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.forEach(FullHttpRequest::release);
    waiting.clear();
    upstream.close();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Reset.close(context.channel());
  }
}
