package dev.chancery.policy.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chancery.testing.VectorFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recorded answers of the reference: the folder {@code chancery.vectors}, or the copy in here. */
public final class Vectors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path COPY =
      Path.of(System.getProperty("chancery.root", ".."), "l7-policy/src/test/resources/vectors");

  private Vectors() {}

  /** Every row of a file, as JSON. */
  public static List<JsonNode> rows(String file) {
    Path path = VectorFolder.find().orElse(COPY).resolve(file);
    List<JsonNode> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(path)) {
        if (!line.isBlank()) {
          rows.add(JSON.readTree(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("vectors: " + rows.size() + " rows of " + path);
    return rows;
  }

  /** Ids of rows in which this implementation differs on purpose, and why. */
  public static Map<String, String> differences(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
      Map<String, String> reasons = new LinkedHashMap<>();
      for (String line :
          (Iterable<String>)
              new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()::iterator) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] columns = line.split("\t", 2);
          reasons.put(columns[0], columns[1]);
        }
      }
      return reasons;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
