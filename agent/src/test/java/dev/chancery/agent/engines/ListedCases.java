package dev.chancery.agent.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The tables of {@code docs/data-planes.md} that tests hold to. */
public final class ListedCases {
  private static final Path PAGE =
      Path.of(System.getProperty("chancery.root"), "docs", "data-planes.md");

  private ListedCases() {}

  /** The ids of all differences, with their reasons. */
  public static Map<String, String> differences() throws IOException {
    return rows(Pattern.compile("(?m)^\\| `([a-z-]+)` \\|.*\\| ([^|]+) \\|$"));
  }

  /** The cases that differ, as {@code file: name}, with the id of the difference. */
  public static Map<String, String> cases() throws IOException {
    return rows(Pattern.compile("(?m)^\\| `([a-z0-9-]+/cases[^`]*: [^`]*)` \\| `([a-z-]+)` \\|$"));
  }

  private static Map<String, String> rows(Pattern row) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    row.matcher(Files.readString(PAGE)).results().forEach(m -> rows.put(m.group(1), m.group(2)));
    return rows;
  }
}
