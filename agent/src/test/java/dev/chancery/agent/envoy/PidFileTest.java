package dev.chancery.agent.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PidFileTest {
  @Test
  void findsALivingProcess() throws Exception {
    assertThat(PidFile.parse(self()).flatMap(PidFile::process))
        .hasValueSatisfying(
            process -> assertThat(process.pid()).isEqualTo(ProcessHandle.current().pid()));
  }

  @Test
  void findsNothingWhereTheNumberIsAnotherProcessByNow() throws Exception {
    var file = PidFile.parse(self()).orElseThrow();
    var older = new PidFile(file.bootId(), file.launch(), file.pid(), file.startTicks() - 1);
    assertThat(older.process()).isEmpty();
    var before = new PidFile("another boot", file.launch(), file.pid(), file.startTicks());
    assertThat(before.process()).isEmpty();
  }

  @Test
  void readsNamesWithSpacesAndBrackets() throws Exception {
    var lines = self();
    var stat = lines.get(2).replaceFirst("\\(.*\\)", "(a) b (c) 1)");
    assertThat(PidFile.parse(List.of(lines.get(0), lines.get(1), stat)))
        .isEqualTo(PidFile.parse(lines));
  }

  @Test
  void takesNothingFromWhatIsNotWhole() throws Exception {
    var lines = self();
    var stat = lines.get(2);
    assertThat(PidFile.parse(List.of())).isEmpty();
    assertThat(PidFile.parse(lines.subList(0, 2))).isEmpty();
    for (var bad :
        List.of("", "x", "1", "1 (", "x" + stat, stat.substring(0, stat.indexOf(')') + 20))) {
      assertThat(PidFile.parse(List.of(lines.get(0), lines.get(1), bad))).as(bad).isEmpty();
    }
  }

  private static List<String> self() throws Exception {
    return List.of(
        Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip(),
        "digest",
        Files.readString(Path.of("/proc/self/stat")).strip());
  }
}
