package dev.chancery.agent.cli.option;

import java.util.Locale;

/** The values of {@code -o}. */
public enum OutputFormat {
  TABLE,
  JSON,
  YAML;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
