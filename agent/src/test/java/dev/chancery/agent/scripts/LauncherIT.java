package dev.chancery.agent.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout of the test's own, whose {@code mvn} makes a jar that says what it was
 * given, and whose path has a space.
 */
final class LauncherIT {
  private static final Path LAUNCHER = Path.of(System.getProperty("chancery.root"), "chancery");
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  @TempDir Path dir;
  private Path checkout;

  /** Prints its arguments; {@code warm-up} only ends. */
  private static final String PROGRAM =
      """
      public class Echo {
        public static void main(String[] args) {
          System.out.println(String.join(",", args) + " " + System.getProperty("chancery.home"));
        }
      }
      """;

  @BeforeEach
  void makeACheckout() throws Exception {
    checkout = Files.createDirectories(dir.resolve("my checkout"));
    Files.copy(LAUNCHER, checkout.resolve("chancery"));
    Files.createDirectories(checkout.resolve("agent/src/main/java"));
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Files.writeString(checkout.resolve("agent/pom.xml"), "<project/>");
    Files.writeString(checkout.resolve("agent/src/main/java/Echo.java"), PROGRAM);
    mvn(
        """
        [ "$2" != --version ] || { echo "Apache Maven 3.8.7"; exit 0; }
        echo built >>../builds
        cd agent && mkdir -p target/lib target/classes
        "$JAVA_HOME/bin/javac" -d target/classes src/main/java/*.java || { echo "[ERROR] broken source"; exit 1; }
        "$JAVA_HOME/bin/jar" --create --file target/chancery.jar --main-class Echo -C target/classes .""");
    age();
  }

  @Test
  void buildsOnceAndHandsArgumentsOn() throws Exception {
    var first = chancery("a b", "c");
    assertThat(first.err()).isEqualTo("building Chancery (first run: a few minutes) …\n");
    assertThat(first.out()).isEqualTo("a b,c " + checkout.toRealPath() + "\n");
    assertThat(first.exit()).isZero();
    var second = chancery("run");
    assertThat(second).isEqualTo(new Scripts.Ended(0, "run " + checkout.toRealPath() + "\n", ""));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenSourcesChangeOrGo() throws Exception {
    chancery();
    Files.writeString(checkout.resolve("agent/src/main/java/More.java"), "class More {}");
    assertThat(chancery().err()).contains("sources changed");
    assertThat(builds()).isEqualTo(2);
    age();
    Files.delete(checkout.resolve("agent/src/main/java/More.java"));
    chancery();
    assertThat(builds()).isEqualTo(3);
    Files.writeString(checkout.resolve("agent/pom.xml"), "<project></project>");
    chancery();
    assertThat(builds()).isEqualTo(4);
  }

  @Test
  void worksThroughALinkFromAnywhere() throws Exception {
    var link = Files.createSymbolicLink(dir.resolve("link"), Path.of("my checkout/chancery"));
    var again = Files.createSymbolicLink(dir.resolve("again"), link);
    assertThat(runWith(JAVA_HOME.toString(), again.toString(), "x").out())
        .isEqualTo("x " + checkout.toRealPath() + "\n");
  }

  @Test
  void failedBuildShowsItsErrorsAndKeepsItsLog() throws Exception {
    Files.writeString(checkout.resolve("agent/src/main/java/Echo.java"), "class {");
    var run = chancery();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("[ERROR] broken source", "build failed", "agent/target/build.log");
    assertThat(checkout.resolve("agent/target/build.lock")).doesNotExist();
  }

  @Test
  void lockOfADeadBuildIsTakenOver() throws Exception {
    var lock = Files.createDirectories(checkout.resolve("agent/target/build.lock"));
    var dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
    assertThat(chancery("x").exit()).isZero();
  }

  @Test
  void oldToolsAreRefused() throws Exception {
    mvn("echo 'Apache Maven 3.6.3'");
    assertThat(chancery().err()).contains("mvn is version 3.6.3 (expected: 3.8 or newer)");
    var old = dir.resolve("jdk 11");
    Scripts.program(old.resolve("bin/java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
    var run = runWith(old.toString(), checkout.resolve("chancery").toString(), "x");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("is version 11.0.2 (expected: 17 or newer)");
    assertThat(runWith("/nowhere", checkout.resolve("chancery").toString()).err())
        .contains("JAVA_HOME: /nowhere");
  }

  private Scripts.Ended chancery(String... args) throws Exception {
    var command = new ArrayList<>(List.of(checkout.resolve("chancery").toString()));
    command.addAll(List.of(args));
    return runWith(JAVA_HOME.toString(), command.toArray(String[]::new));
  }

  private Scripts.Ended runWith(String javaHome, String... command) throws Exception {
    var path = dir.resolve("path") + ":" + System.getenv("PATH");
    return Scripts.run(
        List.of(Map.entry("PATH", path), Map.entry("JAVA_HOME", javaHome)), dir, command);
  }

  private void mvn(String script) throws Exception {
    Scripts.program(dir.resolve("path/mvn"), script);
  }

  private long builds() throws Exception {
    return Files.readAllLines(dir.resolve("builds")).size();
  }

  /** Makes all sources look an hour old, and the build older than any change to come. */
  private void age() throws Exception {
    var then = FileTime.from(Instant.now().minusSeconds(3600));
    try (var files = Files.walk(checkout)) {
      for (var file : files.filter(f -> !f.toString().contains("target")).toList()) {
        Files.setLastModifiedTime(file, then);
      }
    }
  }
}
