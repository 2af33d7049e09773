package dev.chancery.agent.cli.option;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Option;

/** {@code -o} of what has no table. */
public final class TreeOption {
  enum Format {
    YAML,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "yaml",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  Format format = Format.YAML;

  /** Prints a tree in the form that was asked for. */
  public void print(PrintWriter out, JsonNode tree) throws IOException {
    var output = new OutputOption();
    output.format = format == Format.JSON ? OutputFormat.JSON : OutputFormat.YAML;
    output.print(out, tree, tree::toString);
  }
}
