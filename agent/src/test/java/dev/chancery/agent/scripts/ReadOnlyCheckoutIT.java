package dev.chancery.agent.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code chancery}, for a user who may not write to the checkout. */
final class ReadOnlyCheckoutIT {
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final String NOBODY = "65534";

  @TempDir Path checkout;

  private record Ended(int code, String text) {}

  @BeforeEach
  void makeACheckoutWithAJavaThatSaysWhatItIsAskedToRun() throws Exception {
    boolean root = System.getProperty("user.name").equals("root");
    Assumptions.assumeThat(!root || Files.isExecutable(SETPRIV)).as("setpriv as root").isTrue();
    Files.copy(
        Path.of(System.getProperty("chancery.home")).resolve("chancery"),
        checkout.resolve("chancery"));
    Files.createDirectories(checkout.resolve("agent/src/main"));
    Files.writeString(checkout.resolve("pom.xml"), "");
    Files.createDirectories(checkout.resolve("jdk/bin"));
    program("java", "echo \"$@\"");
    program("javac", "exit 1");
    program("mvn", "echo Apache Maven 3.9.9");
    Files.writeString(checkout.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.createDirectories(checkout.resolve("agent/target"));
  }

  @Test
  void runsWhatIsPackagedWhereItIs() throws Exception {
    Path jar = Files.writeString(checkout.resolve("agent/target/chancery.jar"), "");

    Ended ended = run("CHANCERY_NO_BUILD", "1");

    assertThat(ended.text()).contains("-jar " + jar.toRealPath() + " --version");
    assertThat(ended.code()).isZero();
  }

  @Test
  void saysThatItCannotBuild() throws Exception {
    Ended ended = run("CHANCERY_NO_BUILD", "0");

    assertThat(ended.text()).contains("cannot write to", "as the owner of this checkout");
    assertThat(ended.code()).isEqualTo(1);
  }

  private void program(String name, String does) throws Exception {
    Path file = checkout.resolve("jdk/bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + does + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended run(String name, String value) throws Exception {
    for (Path folder : List.of(checkout.resolve("agent/target"), checkout)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(
          List.of(
              SETPRIV.toString(), "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"));
    }
    command.addAll(List.of("sh", checkout.resolve("chancery").toString(), "--version"));
    Path log = Files.createTempFile("launcher", ".log");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put(name, value);
    builder.environment().put("PATH", checkout.resolve("jdk/bin") + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", checkout.resolve("jdk").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
      return new Ended(process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(log);
      for (Path folder : List.of(checkout, checkout.resolve("agent/target"))) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }
}
