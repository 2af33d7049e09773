package dev.chancery.agent.cli;

import java.util.Locale;

/** The values of {@code -o}. */
enum OutputFormat {
  TABLE,
  JSON,
  YAML;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
