package dev.chancery.agent.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The manifests of {@code examples/star-wars}. */
final class Examples {
  private static final String PORT = "8080";

  private Examples() {}

  static Path folder() {
    return Path.of(System.getProperty("chancery.home", ".")).resolve("examples/star-wars");
  }

  /**
   * @param port stands in the place of 8080
   */
  static String text(String name, int port) throws IOException {
    Path file = folder().resolve(name);
    if (!Files.exists(file)) {
      throw new IOException(file + ": no such file (start the demo with ./chancery)");
    }
    String text = Files.readString(file);
    return port == 8080 ? text : text.replace(PORT, String.valueOf(port));
  }
}
