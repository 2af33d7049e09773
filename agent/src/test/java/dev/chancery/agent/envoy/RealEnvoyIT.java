package dev.chancery.agent.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chancery.testing.RealEnvoy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fixture that the modules' tests share. */
final class RealEnvoyIT {
  @TempDir Path dir;

  @Test
  void agentFindsTheSameBinary() throws Exception {
    var home = Path.of(System.getProperty("chancery.root"));
    assertThat(EnvoyBinary.find(home)).isEqualTo(RealEnvoy.binary()).isExecutable();
  }

  @Test
  void saysWhetherABootstrapIsAccepted() throws Exception {
    assertThat(RealEnvoy.validate("node: {id: a, cluster: b}\n", dir).accepted()).isTrue();
    var refused = RealEnvoy.validate("node: {id: a, no_such_field: b}\n", dir);
    assertThat(refused.accepted()).isFalse();
    assertThat(refused.output()).contains("no_such_field");
  }

  @Test
  void startsAndEnds() throws Exception {
    var bootstrap = "admin: {address: {pipe: {path: %s}}}\n".formatted(dir.resolve("admin.sock"));
    Process process;
    try (var envoy = RealEnvoy.start(bootstrap, dir, "--concurrency", "1")) {
      process = envoy.process();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(new EnvoyAdmin(dir.resolve("admin.sock"))::isReady);
      assertThat(envoy.log()).contains("starting main dispatch loop");
    }
    assertThat(process.isAlive()).isFalse();
    assertThat(Files.exists(dir.resolve("bootstrap.yaml"))).isTrue();
  }
}
