package dev.chancery.flows.observe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One run of the command in this process, and what it left. */
record ObserveRun(int exit, String stdout, String stderr) {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Pattern ATTRIBUTES =
      Pattern.compile("(?m)^(level=\\S+ msg=\"(?:[^\"\\\\]|\\\\.)*\").*$");

  static ObserveRun of(Path directory, List<String> arguments) {
    return of(directory, arguments, Map.of(), "", (server, request, sink) -> {});
  }

  static ObserveRun of(
      Path directory,
      List<String> arguments,
      Map<String, String> variables,
      String stdin,
      FlowSource server) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var environment =
        new ObserveEnvironment(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            directory,
            Clock.fixed(NOW, ZoneOffset.UTC),
            variables,
            false,
            "unix:///run/hubble.sock");
    int exit = ObserveCommand.run(arguments, environment, server);
    return new ObserveRun(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Standard error without the attributes of log lines. */
  String messages() {
    return ATTRIBUTES.matcher(stderr).replaceAll("$1");
  }
}
