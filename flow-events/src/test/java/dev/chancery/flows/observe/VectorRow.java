package dev.chancery.flows.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chancery.testing.VectorFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One row of cli-observe.jsonl: a run of the reference client. */
record VectorRow(
    String id,
    List<String> arguments,
    Map<String, String> variables,
    String stdin,
    String stdout,
    String stderr,
    int exit,
    JsonNode filters,
    JsonNode lines) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The folder of the property, or the smaller copy where that is absent. */
  static Path folder() {
    return VectorFolder.find().orElse(Path.of("src/test/resources/vectors"));
  }

  static List<VectorRow> all() {
    var rows = new ArrayList<VectorRow>();
    try {
      for (String line : Files.readAllLines(folder().resolve("cli-observe.jsonl"))) {
        rows.add(parse(JSON.readTree(line)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  boolean hasFilters() {
    return !filters.isMissingNode();
  }

  boolean hasLines() {
    return !lines.isMissingNode();
  }

  private static VectorRow parse(JsonNode row) {
    var arguments = new ArrayList<String>();
    row.path("args").forEach(argument -> arguments.add(argument.asText()));
    var variables = new HashMap<String, String>();
    row.path("env").properties().forEach(e -> variables.put(e.getKey(), e.getValue().asText()));
    return new VectorRow(
        row.path("id").asText(),
        arguments,
        variables,
        row.path("stdin").asText(),
        row.path("stdout").asText(),
        row.path("stderr").asText(),
        row.path("exit").asInt(),
        row.path("filters"),
        row.path("lines"));
  }
}
