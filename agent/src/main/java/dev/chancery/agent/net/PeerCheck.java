package dev.chancery.agent.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioChannelOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the acceptor of a unix server and closes every connection whose process belongs to
 * a user, and runs in a group, other than those allowed ({@code SO_PEERCRED}). A peer whose user
 * cannot be read is refused too.
 */
final class PeerCheck extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(PeerCheck.class);

  private final String socket;
  private final Set<UserPrincipal> allowed;
  private final LongAdder refused;

  PeerCheck(String socket, Set<UserPrincipal> allowed, LongAdder refused) {
    this.socket = socket;
    this.allowed = allowed;
    this.refused = refused;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    var connection = (Channel) accepted;
    var peer = credentials(connection);
    if (allowed.contains(peer.user()) || allowed.contains(peer.group())) {
      context.fireChannelRead(connection);
      return;
    }
    connection.unsafe().closeForcibly();
    refused.increment();
    report(peer.user());
  }

  /** One line at the first refusal, and whenever their number has doubled. */
  private void report(UserPrincipal peer) {
    var count = refused.sum();
    if (Long.bitCount(count) == 1) {
      log.atWarn()
          .addKeyValue("socket", socket)
          .addKeyValue("user", peer.getName())
          .addKeyValue("refused", count)
          .log("connection of another user refused");
    }
  }

  private static UnixDomainPrincipal credentials(Channel connection) {
    UnixDomainPrincipal peer =
        connection.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
    return peer == null ? UNKNOWN : peer;
  }

  private static final UnixDomainPrincipal UNKNOWN =
      new UnixDomainPrincipal(() -> "unknown", () -> "unknown");
}
