package dev.chancery.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every command of the README does what it says. */
class ReadmeIT {
  private static final Path HOME = Path.of(System.getProperty("chancery.home"));

  /** Run by {@code .ci/run}: the one is this very run, the other would start it anew. */
  private static final List<String> IN_CI = List.of("./chancery demo", "mvn verify");

  @Test
  void everyCommandOfTheReadmeSucceeds() throws Exception {
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThan(5).containsAll(IN_CI);
    for (String command : commands) {
      if (!IN_CI.contains(command)) {
        run(command);
      }
    }
  }

  @Test
  void continuousIntegrationRunsTheTwoCommandsOfTheReadme() throws Exception {
    String ci = Files.readString(HOME.resolve(".ci/run"));
    assertThat(ci).contains("./chancery demo").containsPattern("mvn .*verify");
  }

  private static void run(String command) throws Exception {
    var log = Files.createTempFile("readme", ".log");
    var builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(HOME.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("CHANCERY_NO_BUILD", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(command).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, Files.readString(log)).isZero();
  }

  private static List<String> commands() throws Exception {
    List<String> commands = new ArrayList<>();
    boolean shell = false;
    for (String line : Files.readAllLines(HOME.resolve("README.md"), UTF_8)) {
      if (line.startsWith("```")) {
        shell = line.equals("```sh");
      } else if (shell && !line.isBlank()) {
        commands.add(line.replaceFirst(" +# .*", "").strip());
      }
    }
    return commands;
  }
}
