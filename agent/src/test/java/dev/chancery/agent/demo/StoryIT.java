package dev.chancery.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.envoy.EnvoyAdmin;
import dev.chancery.testing.RealEnvoy;
import dev.chancery.xds.Counter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The demo's story on a real Envoy: every step checks its answers and its flows. */
class StoryIT {
  @Test
  void storyGoesAsToldAndEnvoyRefusesNothing() throws Exception {
    var told = new ByteArrayOutputStream();
    var out = new PrintStream(told, true, StandardCharsets.UTF_8);
    Path runDir;
    try (Demo demo = new Demo(RealEnvoy.binary(), FreePort.find(), out)) {
      demo.play();
      runDir = demo.stage().options().runDir();
      assertThat(demo.stage().agent().xds().count(Counter.NACKS)).isZero();
      assertThat(refusals(runDir)).isEmpty();
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("## 1. ", "## 2. ", "## 3. ", "## 4. ", "## 5. ", "## 6. ", "## 7. ", "## 8. ");
    assertThat(Files.exists(runDir)).as("what the demo made is gone").isFalse();
  }

  private static Map<String, Long> refusals(Path runDir) throws Exception {
    return new EnvoyAdmin(runDir.resolve("envoy-admin.sock"))
        .stats("update_rejected|config_fail|config_conflict").entrySet().stream()
            .filter(stat -> stat.getValue() > 0)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
