package dev.chancery.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Valid policies that tests share. */
public final class Corpus {
  public static final List<String> FILES =
      List.of(
          "rule1-l4.yaml",
          "rule1-l7.yaml",
          "l7-visibility.yaml",
          "everything.yaml",
          "language.yaml");

  private Corpus() {}

  public static String text(String file) {
    try (InputStream in = Corpus.class.getResourceAsStream("/policies/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
