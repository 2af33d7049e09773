package dev.chancery.agent.net;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** gRPC clients over unix sockets. */
public final class UnixChannel {
  private UnixChannel() {}

  /**
   * A channel that connects at the first call; the caller shuts it down.
   *
   * @throws IOException with a message for the user: no such socket, or one of another user, who
   *     could answer in the agent's place
   */
  public static ManagedChannel open(Path path) throws IOException {
    var address = SocketPath.address(path);
    if (!Files.exists(path)) {
      throw new IOException("socket: " + path + " does not exist (is the agent running?)");
    }
    if (!Users.trusts(path) || !Users.trusts(path.toAbsolutePath().resolveSibling("."))) {
      throw new IOException(
          "socket: "
              + path
              + ": it or its folder belongs to another user (expected: this one or root)");
    }
    return NettyChannelBuilder.forAddress(address)
        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
        .eventLoopGroup(EventLoops.UNIX)
        .overrideAuthority("localhost")
        .usePlaintext()
        .build();
  }
}
