package dev.chancery.testproxy.traffic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code tls_inspector}: looks at the first bytes of a connection, and lets it go on, with these
 * bytes, once it knows whether they are a TLS hello and which server that names.
 */
final class SniGate extends AbstractSniHandler<Boolean> {
  /** What comes after it. */
  @FunctionalInterface
  interface Next {
    /** Adds the handlers that read from here on. */
    void enter(boolean isTls, Optional<String> serverName);
  }

  private final Next next;
  private boolean isTls;

  SniGate(Next next) {
    this.next = next;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    isTls = isTls || (in.readableBytes() >= 5 && SslHandler.isEncrypted(in, true));
    super.decode(context, in, out);
  }

  @Override
  protected Future<Boolean> lookup(ChannelHandlerContext context, @Nullable String name) {
    return context.executor().newSucceededFuture(true);
  }

  @Override
  protected void onLookupComplete(
      ChannelHandlerContext context, @Nullable String name, Future<Boolean> found) {
    next.enter(isTls, Optional.ofNullable(name));
    if (!context.isRemoved()) {
      context.pipeline().remove(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Reset.close(context.channel());
  }
}
