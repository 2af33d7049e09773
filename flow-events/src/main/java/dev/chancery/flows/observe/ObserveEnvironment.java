package dev.chancery.flows.observe;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What surrounds one run of the command.
 *
 * @param in flows for {@code --input-file -}
 * @param out encodes as UTF-8
 * @param err encodes as UTF-8
 * @param directory where relative {@code --input-file} paths start
 * @param clock for relative times
 * @param variables environment variables; {@code HUBBLE_SERVER}, {@code HUBBLE_ALLOWLIST}, {@code
 *     HUBBLE_DENYLIST}, {@code HUBBLE_COMPAT}, {@code NO_COLOR} and {@code TERM} have a meaning
 * @param terminal whether {@code out} is one
 * @param server where flows come from without {@code --server}
 */
public record ObserveEnvironment(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Path directory,
    Clock clock,
    Map<String, String> variables,
    boolean terminal,
    String server) {
  public ObserveEnvironment {
    variables = Map.copyOf(variables);
  }

  /** The variable's text; empty where it is not set. */
  String variable(String name) {
    return variables.getOrDefault(name, "");
  }
}
