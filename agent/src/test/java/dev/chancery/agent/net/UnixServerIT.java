package dev.chancery.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnixServerIT {
  @TempDir Path dir;

  @Test
  void answersThisUser() throws Exception {
    try (var server = start("a.sock")) {
      assertThat(check(server.path())).isEqualTo(ServingStatus.SERVING);
      assertThat(server.refused()).isZero();
    }
  }

  @Test
  void socketHasMode0660AndGoesWhenClosed() throws Exception {
    var server = start("a.sock");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.path())))
        .isEqualTo("rw-rw----");
    server.close();
    assertThat(server.path()).doesNotExist();
  }

  @Test
  void replacesTheSocketOfADeadProcess() throws Exception {
    var path = dir.resolve("a.sock");
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    try (var server = start("a.sock")) {
      assertThat(check(server.path())).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void refusesAPathThatIsServed() throws Exception {
    try (var first = start("a.sock")) {
      assertThatThrownBy(() -> start("a.sock"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("served by another process");
      assertThat(check(first.path())).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void leavesAFileThatIsNoSocketAlone() throws Exception {
    Files.writeString(dir.resolve("a.sock"), "precious");
    assertThatThrownBy(() -> start("a.sock")).hasMessageContaining("not a socket");
    assertThat(dir.resolve("a.sock")).hasContent("precious");
  }

  @Test
  void doesNotRemoveASocketThatReplacedItsOwn() throws Exception {
    var server = start("a.sock");
    Files.delete(server.path());
    try (var successor = start("a.sock")) {
      server.close();
      assertThat(check(successor.path())).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void refusesAndCountsOtherUsers() throws Exception {
    var nobody =
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("65534");
    try (var server =
        UnixServer.start(dir.resolve("a.sock"), Set.of(nobody), SocketAccess.OWN, b -> {})) {
      assertThatThrownBy(() -> check(server.path()))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("UNAVAILABLE");
      assertThat(server.refused()).isPositive();
    }
  }

  @Test
  void admitsProcessesOfTheGroup() throws Exception {
    var gid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
    var group = SocketAccess.ofGroup(gid).group().orElseThrow();
    try (var server =
        UnixServer.start(dir.resolve("a.sock"), Set.of(group), SocketAccess.OWN, this::health)) {
      assertThat(check(server.path())).isEqualTo(ServingStatus.SERVING);
      assertThat(server.refused()).isZero();
    }
  }

  @Test
  void socketAndFolderBelongToTheGroup() throws Exception {
    Assumptions.assumeThat(Users.currentUid()).as("only root may give files away").isZero();
    SocketAccess access = SocketAccess.ofGroup(1337);
    Path folder = dir.resolve("sockets");
    access.prepare(folder);
    try (var server = UnixServer.start(folder.resolve("a.sock"), access, this::health)) {
      assertThat(Files.getAttribute(folder, "unix:gid")).isEqualTo(1337);
      assertThat(Files.getAttribute(server.path(), "unix:gid")).isEqualTo(1337);
    }
  }

  @Test
  void folderThatIsThereIsLeftAsItIs() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("sockets"));
    var before = Files.getPosixFilePermissions(folder);
    SocketAccess.OWN.prepare(folder);

    assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(before);
    Path file = Files.writeString(dir.resolve("file"), "");
    assertThatThrownBy(() -> SocketAccess.OWN.prepare(file)).hasMessageContaining("not a folder");
  }

  @Test
  void saysWhatIsWrongWithAPathThatIsTooLong() {
    var path = dir.resolve("x".repeat(SocketPath.MAX_BYTES));
    assertThatThrownBy(() -> UnixServer.start(path, b -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at most 107");
    assertThatThrownBy(() -> UnixChannel.open(path)).hasMessageContaining("at most 107");
  }

  @Test
  void clientSaysThatThereIsNoAgent() {
    assertThatThrownBy(() -> UnixChannel.open(dir.resolve("none.sock")))
        .hasMessageContaining("is the agent running?");
  }

  private UnixServer start(String name) throws IOException {
    return UnixServer.start(dir.resolve(name), this::health);
  }

  @Test
  void folderThatIsALinkIsRefused() throws Exception {
    Path link =
        Files.createSymbolicLink(dir.resolve("link"), Files.createDirectory(dir.resolve("f")));
    assertThatThrownBy(() -> SocketAccess.OWN.prepare(link))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("links are refused");
  }

  @Test
  void folderOfAnotherUserIsRefused() throws Exception {
    Assumptions.assumeThat(Users.currentUid()).as("only root may give files away").isZero();
    Path folder = Files.createDirectory(dir.resolve("theirs"));
    Files.setAttribute(folder, "unix:uid", 65534);
    assertThatThrownBy(() -> SocketAccess.OWN.prepare(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to another user");
  }

  private void health(NettyServerBuilder builder) {
    builder.addService(new HealthStatusManager().getHealthService());
  }

  private static ServingStatus check(Path socket) throws Exception {
    var channel = UnixChannel.open(socket);
    try {
      return HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus();
    } finally {
      channel.shutdownNow();
      assertThat(channel.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
