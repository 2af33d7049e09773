package dev.chancery.agent.demo;

import dev.chancery.api.flow.Flow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks for a secret where it must not be. */
record Secrets(String secret) {
  private static final long MAX_BYTES = 64L << 20;

  void checkFlows(List<Flow> flows) throws Mismatch {
    for (Flow flow : flows) {
      check("flow", FlowLines.json(flow));
    }
  }

  /** Every regular file of the run directory: logs, state, bootstrap. */
  void checkFiles(Path folder) throws IOException, Mismatch {
    List<Path> files;
    try (Stream<Path> entries = Files.walk(folder)) {
      files = entries.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      if (Files.size(file) <= MAX_BYTES) {
        check(
            file.getFileName().toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
  }

  void check(String where, String text) throws Mismatch {
    if (text.contains(secret)) {
      throw new Mismatch(where, "no secret", "the secret");
    }
  }
}
