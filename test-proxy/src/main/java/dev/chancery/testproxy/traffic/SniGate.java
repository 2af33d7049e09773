package dev.chancery.testproxy.traffic;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code tls_inspector}: looks at the first bytes of a connection, and lets it go on, with these
 * bytes, once it knows whether they are a TLS hello and which server that names.
 */
final class SniGate extends AbstractSniHandler<Boolean> {
  private final Consumer<Optional<String>> next;

  /**
   * @param next adds the handlers that read from here on
   */
  SniGate(Consumer<Optional<String>> next) {
    this.next = next;
  }

  @Override
  protected Future<Boolean> lookup(ChannelHandlerContext context, @Nullable String name) {
    return context.executor().newSucceededFuture(true);
  }

  @Override
  protected void onLookupComplete(
      ChannelHandlerContext context, @Nullable String name, Future<Boolean> found) {
    next.accept(Optional.ofNullable(name));
    if (!context.isRemoved()) {
      context.pipeline().remove(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Reset.close(context.channel());
  }
}
