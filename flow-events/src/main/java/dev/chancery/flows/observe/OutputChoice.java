package dev.chancery.flows.observe;

import dev.chancery.flows.observe.flag.UsageException;
import dev.chancery.flows.print.OutputFormat;
import dev.chancery.flows.print.PrintOptions;
import dev.chancery.flows.print.TimeLayout;
import java.util.Arrays;
import java.util.Locale;

/** What the formatting flags and the environment say about output. */
final class OutputChoice {
  private OutputChoice() {}

  static OutputFormat format(ObserveOptions options, ObserveEnvironment environment)
      throws UsageException {
    OutputFormat format =
        switch (options.output) {
          case "compact" -> OutputFormat.COMPACT;
          case "dict" -> OutputFormat.DICT;
          case "json", "JSON" ->
              isLegacy(environment) ? OutputFormat.LEGACY_JSON : OutputFormat.JSON;
          case "jsonpb" -> OutputFormat.JSON;
          case "tab", "table" -> OutputFormat.TABLE;
          default -> throw new UsageException("invalid output format: " + options.output);
        };
    if (format == OutputFormat.TABLE && options.follow) {
      throw new UsageException("table output format is not compatible with follow mode");
    }
    if (format != OutputFormat.JSON && !options.fieldMask.isEmpty()) {
      throw new UsageException(
          options.output + " output format is not compatible with custom field mask");
    }
    return format;
  }

  static PrintOptions printing(
      OutputFormat format, ObserveOptions options, ObserveEnvironment environment) {
    return new PrintOptions(
        format,
        TimeLayout.byName(options.timeFormat),
        isColored(options.color, environment),
        options.translate && !options.numeric,
        options.nodeNames,
        options.policyNames,
        options.debug);
  }

  private static boolean isLegacy(ObserveEnvironment environment) {
    return Arrays.stream(environment.variable("HUBBLE_COMPAT").split(","))
        .anyMatch("legacy-json-output"::equalsIgnoreCase);
  }

  private static boolean isColored(String when, ObserveEnvironment environment) {
    return switch (when.toLowerCase(Locale.ROOT)) {
      case "always" -> true;
      case "never" -> false;
      default ->
          environment.terminal()
              && environment.variable("NO_COLOR").isEmpty()
              && !environment.variable("TERM").equals("dumb");
    };
  }
}
