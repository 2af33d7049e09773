package dev.chancery.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The commands in the blocks of a page that are marked as shell. */
final class DocumentCommands {
  private static final Path HOME = Path.of(System.getProperty("chancery.home"));

  private DocumentCommands() {}

  /** One a line, without comments. */
  static List<String> of(String page) throws Exception {
    List<String> commands = new ArrayList<>();
    boolean shell = false;
    for (String line : Files.readAllLines(HOME.resolve(page), UTF_8)) {
      if (line.startsWith("```")) {
        shell = line.equals("```sh");
      } else if (shell && !line.isBlank()) {
        commands.add(line.replaceFirst(" +# .*", "").strip());
      }
    }
    return commands;
  }

  /** Runs one from the checkout's root; it must succeed. */
  static void run(String command) throws Exception {
    var log = Files.createTempFile("command", ".log");
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
}
