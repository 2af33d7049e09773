package dev.chancery.agent.scripts;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map.Entry;
import java.util.concurrent.TimeUnit;

/** Runs the repository's scripts in an environment of the test's own. */
final class Scripts {
  private Scripts() {}

  record Ended(int exit, String out, String err) {}

  static Ended run(List<Entry<String, String>> environment, Path dir, String... command)
      throws Exception {
    var err = dir.resolve("stderr");
    var builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.environment().clear();
    environment.forEach(
        variable -> builder.environment().put(variable.getKey(), variable.getValue()));
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + List.of(command));
    }
    return new Ended(process.exitValue(), out, Files.readString(err));
  }

  static Path program(Path path, String script) throws Exception {
    Files.createDirectories(path.getParent());
    Files.deleteIfExists(path);
    Files.writeString(path, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Makes a program of the machine's PATH available in a folder that has none of that name. */
  static void link(Path folder, String tool) throws Exception {
    if (Files.exists(folder.resolve(tool))) {
      return;
    }
    for (var place : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(place, tool))) {
        Files.createSymbolicLink(folder.resolve(tool), Path.of(place, tool));
        return;
      }
    }
    throw new AssertionError("not on the PATH: " + tool);
  }
}
