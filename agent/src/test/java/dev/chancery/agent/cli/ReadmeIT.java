package dev.chancery.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every command of the README does what it says. */
class ReadmeIT {
  private static final Path HOME = Path.of(System.getProperty("chancery.home"));

  /** Run by {@code .ci/run}: the one is this very run, the other would start it anew. */
  private static final List<String> IN_CI = List.of("./chancery demo", "mvn verify");

  @Test
  void everyCommandOfTheReadmeSucceeds() throws Exception {
    List<String> commands = DocumentCommands.of("README.md");
    assertThat(commands).hasSizeGreaterThan(5).containsAll(IN_CI);
    for (String command : commands) {
      if (!IN_CI.contains(command)) {
        DocumentCommands.run(command);
      }
    }
  }

  @Test
  void everyCommandOfThePageOnPolicyTestsSucceeds() throws Exception {
    List<String> commands = DocumentCommands.of("docs/policy-tests.md");
    assertThat(commands).hasSizeGreaterThan(5);
    for (String command : commands) {
      DocumentCommands.run(command);
    }
  }

  @Test
  void continuousIntegrationRunsTheTwoCommandsOfTheReadme() throws Exception {
    String ci = Files.readString(HOME.resolve(".ci/run"));
    assertThat(ci).contains("./chancery demo").containsPattern("mvn .*verify");
  }
}
