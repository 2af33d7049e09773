package dev.chancery.agent.net;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gRPC server on a unix socket of mode 0660 that only processes of this user, of root, and of a
 * group where one is named may use. A socket left by a dead process is replaced; one that is still
 * served is not. Closing it removes the socket, unless another server has put its own there since.
 */
public final class UnixServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(UnixServer.class);
  private static final long DRAIN_MILLIS = 300;
  private static final long END_MILLIS = 2000;
  private static final AtomicInteger BOUND = new AtomicInteger();

  private final Path path;
  private final Server server;
  private final LongAdder refused;
  private final @Nullable Object inode;

  private UnixServer(Path path, Server server, LongAdder refused) throws IOException {
    this.path = path;
    this.server = server;
    this.refused = refused;
    this.inode = inode(path);
  }

  /**
   * Binds and serves.
   *
   * @param configure adds services and limits
   * @throws IOException with a message for the user: path too long, not a socket, served by another
   */
  public static UnixServer start(Path path, Consumer<NettyServerBuilder> configure)
      throws IOException {
    return start(path, SocketAccess.OWN, configure);
  }

  /** Binds and serves also processes of a group, which the socket then belongs to. */
  public static UnixServer start(
      Path path, SocketAccess access, Consumer<NettyServerBuilder> configure) throws IOException {
    return start(path, access.allowed(), access, configure);
  }

  static UnixServer start(
      Path path,
      Set<UserPrincipal> allowed,
      SocketAccess access,
      Consumer<NettyServerBuilder> configure)
      throws IOException {
    SocketPath.address(path);
    SocketPath.clear(path);
    // Bound under another name and moved when its mode is right. Netty, which unlinks the name it
    // bound, then finds nothing to unlink.
    var bound = path.resolveSibling("~" + BOUND.incrementAndGet());
    SocketPath.clear(bound);
    var refused = new LongAdder();
    var builder =
        NettyServerBuilder.forAddress(SocketPath.address(bound))
            .channelFactory(
                () -> {
                  var channel = new NioServerDomainSocketChannel();
                  channel.pipeline().addFirst(new PeerCheck(path.toString(), allowed, refused));
                  return channel;
                })
            // Envoy asks every ten seconds whether the server is there; by default that is abuse,
            // and the third time ends the connection.
            .permitKeepAliveTime(0, TimeUnit.NANOSECONDS)
            .permitKeepAliveWithoutCalls(true)
            .bossEventLoopGroup(EventLoops.UNIX)
            .workerEventLoopGroup(EventLoops.UNIX);
    configure.accept(builder);
    var server = builder.build().start();
    try {
      Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-rw----"));
      access.give(bound);
      Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
      return new UnixServer(path, server, refused);
    } catch (IOException e) {
      server.shutdownNow();
      throw e;
    }
  }

  public Path path() {
    return path;
  }

  /** Connections of other users closed so far. */
  public long refused() {
    return refused.sum();
  }

  /** Ends the calls that are open: streams such as xDS never end by themselves. */
  @Override
  public void close() {
    try {
      if (inode != null && inode.equals(inode(path))) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      log.atWarn().addKeyValue("socket", path).setCause(e).log("socket not removed");
    }
    server.shutdown();
    try {
      if (!server.awaitTermination(DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable Object inode(Path path) throws IOException {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        ? Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey()
        : null;
  }
}
