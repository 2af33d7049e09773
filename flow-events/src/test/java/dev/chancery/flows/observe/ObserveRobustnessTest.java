package dev.chancery.flows.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Broken input ends in a message and an exit code, never in an exception. */
class ObserveRobustnessTest {
  private static final int ROUNDS = 400;
  private static final String ODD = "{}[]\",:\\/0-1e.u\u001b\u0000\uffff nt*()|+?é😀";

  private final long seed = Long.getLong("chancery.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void survivesBrokenLines() throws Exception {
    System.out.println("chancery.seed=" + seed);
    List<String> lines = Files.readAllLines(VectorRow.folder().resolve("flows-input.jsonl"));
    for (int round = 0; round < ROUNDS; round++) {
      String line = broken(lines.get(random.nextInt(lines.size())));
      for (String format : List.of("compact", "dict", "table", "json")) {
        ObserveRun run =
            ObserveRun.of(
                Path.of("."),
                List.of("--input-file", "-", "-o", format),
                Map.of(),
                line,
                (server, request, sink) -> {});
        assertThat(run.exit()).as("seed %d: %s", seed, line).isZero();
        assertThat(run.stdout() + run.stderr()).doesNotContain("Exception");
      }
    }
  }

  @Test
  void survivesBrokenArguments() throws Exception {
    System.out.println("chancery.seed=" + seed);
    List<VectorRow> rows = VectorRow.all();
    for (int round = 0; round < ROUNDS; round++) {
      VectorRow row = rows.get(random.nextInt(rows.size()));
      var arguments = new ArrayList<String>();
      for (String argument : row.arguments().subList(1, row.arguments().size())) {
        arguments.add(random.nextInt(4) == 0 ? broken(argument) : argument);
      }
      ObserveRun run =
          ObserveRun.of(VectorRow.folder(), arguments, Map.of(), "", (server, request, sink) -> {});
      assertThat(run.exit()).as("seed %d: %s", seed, arguments).isBetween(0, 1);
    }
  }

  private String broken(String text) {
    var out = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(out.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> out.insert(at, ODD.charAt(random.nextInt(ODD.length())));
        case 1 -> out.setLength(at);
        default -> {
          if (at < out.length()) {
            out.setCharAt(at, ODD.charAt(random.nextInt(ODD.length())));
          }
        }
      }
    }
    return out.toString();
  }
}
