package dev.chancery.agent.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chancery.agent.envoy.EnvoyState.Running;
import dev.chancery.agent.envoy.EnvoyState.Stopped;
import dev.chancery.agent.envoy.EnvoyState.Waiting;
import dev.chancery.testing.RealEnvoy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvoySupervisorIT {
  private static final Backoff QUICK =
      new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1), 0);

  @TempDir Path dir;

  @BeforeEach
  void waitLongOnABusyMachine() {
    org.awaitility.Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @AfterEach
  void leaveNothingBehind() {
    org.awaitility.Awaitility.reset();
    assertThat(PidFile.read(dir.resolve("envoy.pid")).flatMap(PidFile::process)).isEmpty();
  }

  @Test
  void realEnvoyBecomesReadyAndStops() throws Exception {
    var launch = real("");
    long pid;
    try (var supervisor = EnvoySupervisor.start(() -> launch)) {
      var admin = awaitReady();
      pid = running(supervisor).pid();
      assertThat(admin.stats("^server\\.")).containsEntry("server.live", 1L);
      assertThat(admin.get("/nothing-there").status()).isEqualTo(404);
      assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline")))
          .contains("--concurrency\0001");
    }
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(new EnvoyAdmin(dir.resolve("envoy-admin.sock")).isReady()).isFalse();
  }

  @Test
  void realEnvoyThatIsKilledIsStartedAgain() throws Exception {
    var launch = real("");
    try (var supervisor = EnvoySupervisor.start(() -> launch, QUICK, System::nanoTime)) {
      awaitReady();
      var first = running(supervisor).pid();
      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      await().until(() -> supervisor.state() instanceof Running now && now.pid() != first);
      awaitReady();
      assertThat(supervisor.starts()).isEqualTo(2);
    }
  }

  @Test
  void realEnvoyOutlivesAKilledAgentAndIsAdoptedByTheNext() throws Exception {
    var launch = real("");
    var agent = agent(launch.binary());
    try {
      awaitReady();
    } finally {
      agent.destroyForcibly().waitFor();
    }
    var left = PidFile.read(launch.pidFile()).orElseThrow().process().orElseThrow();
    try (var supervisor = EnvoySupervisor.start(() -> launch)) {
      await().until(() -> supervisor.state() instanceof Running);
      assertThat(running(supervisor)).isEqualTo(new Running(left.pid(), true));
      assertThat(supervisor.starts()).isZero();
      assertThat(new EnvoyAdmin(dir.resolve("envoy-admin.sock")).isReady()).isTrue();
      left.destroyForcibly();
      await().until(() -> supervisor.starts() == 1 && supervisor.state() instanceof Running);
    }
  }

  @Test
  void envoyOfAnotherLaunchIsStoppedFirst() throws Exception {
    var agent = agent(real("").binary());
    try {
      awaitReady();
    } finally {
      agent.destroyForcibly().waitFor();
    }
    var left = PidFile.read(dir.resolve("envoy.pid")).orElseThrow().process().orElseThrow();
    var changed = real("# another version\n");
    try (var supervisor = EnvoySupervisor.start(() -> changed)) {
      await().until(() -> supervisor.state() instanceof Running);
      assertThat(running(supervisor).adopted()).isFalse();
      assertThat(left.isAlive()).isFalse();
      awaitReady();
    }
  }

  @Test
  void programThatEndsIsStartedAgainAndItsReasonIsTold() throws Exception {
    var launch = fake("echo started >>" + dir + "/starts\nexit 3");
    try (var supervisor = EnvoySupervisor.start(() -> launch, QUICK, System::nanoTime)) {
      await().until(() -> supervisor.starts() >= 4);
      await()
          .until(
              () -> supervisor.state() instanceof Waiting w && w.reason().equals("exited with 3"));
    }
    assertThat(Files.readAllLines(dir.resolve("starts"))).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void programThatIgnoresTheRequestToEndIsKilled() throws Exception {
    var launch = fake("trap '' TERM\necho $$ >" + dir + "/up\nwhile :; do sleep 1; done");
    var supervisor = EnvoySupervisor.start(() -> launch);
    await().until(() -> Files.exists(dir.resolve("up")));
    var pid = running(supervisor).pid();
    supervisor.close();
    assertThat(supervisor.state()).isEqualTo(new Stopped());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(launch.pidFile()).doesNotExist();
    supervisor.close();
  }

  @Test
  void programThatCannotBeStartedIsTriedAgain() throws Exception {
    var launch = new EnvoyLaunch(dir.resolve("none"), dir, 1, EnvoyLaunch.LogLevel.INFO, "");
    try (var supervisor = EnvoySupervisor.start(() -> launch, QUICK, System::nanoTime)) {
      await().until(() -> supervisor.starts() >= 2);
    }
  }

  /** For {@link #agent}. Arguments: binary, run dir. */
  public static final class Agent {
    public static void main(String[] args) throws Exception {
      var launch = realLaunch(Path.of(args[0]), Path.of(args[1]), "");
      EnvoySupervisor.start(() -> launch);
      System.in.read();
    }
  }

  private Process agent(Path binary) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Agent.class.getName(),
            binary.toString(),
            dir.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private EnvoyAdmin awaitReady() {
    var admin = new EnvoyAdmin(dir.resolve("envoy-admin.sock"));
    await().until(admin::isReady);
    return admin;
  }

  /** A program may be up before the supervisor says so. */
  private static Running running(EnvoySupervisor supervisor) {
    await().until(() -> supervisor.state() instanceof Running);
    return (Running) supervisor.state();
  }

  private EnvoyLaunch real(String comment) {
    return realLaunch(RealEnvoy.binary(), dir, comment);
  }

  private static EnvoyLaunch realLaunch(Path binary, Path dir, String comment) {
    var bootstrap =
        comment
            + "node: {id: test, cluster: test}\n"
            + "admin: {address: {pipe: {path: %s/envoy-admin.sock, mode: 432}}}\n".formatted(dir);
    return new EnvoyLaunch(binary, dir, 1, EnvoyLaunch.LogLevel.WARNING, bootstrap);
  }

  private EnvoyLaunch fake(String script) throws Exception {
    var program = Files.writeString(dir.resolve("fake"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new EnvoyLaunch(program, dir, 1, EnvoyLaunch.LogLevel.INFO, "");
  }
}
