package dev.chancery.agent.cli;

import java.nio.file.Path;

/** The folder of the checkout, which the launcher gives. */
final class Home {
  private Home() {}

  static Path path() {
    return Path.of(System.getProperty("chancery.home", "."));
  }
}
