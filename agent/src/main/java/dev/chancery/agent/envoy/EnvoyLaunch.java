package dev.chancery.agent.envoy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * How Envoy is to be started.
 *
 * @param runDir where bootstrap, log and pid file go
 * @param concurrency worker threads, from 1
 * @param bootstrap JSON or YAML
 */
public record EnvoyLaunch(
    Path binary, Path runDir, int concurrency, LogLevel logLevel, String bootstrap) {
  /** No finer levels: from debug on, Envoy logs the paths and headers of requests. */
  public enum LogLevel {
    ERROR,
    WARNING,
    INFO
  }

  public EnvoyLaunch {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency: " + concurrency + " (expected: 1 or more)");
    }
  }

  Path bootstrapFile() {
    return runDir.resolve("envoy-bootstrap.yaml");
  }

  Path logFile() {
    return runDir.resolve("envoy.log");
  }

  Path pidFile() {
    return runDir.resolve("envoy.pid");
  }

  /** Program and arguments. Without hot restart nothing is left in shared memory. */
  List<String> command() {
    return List.of(
        binary.toString(),
        "--config-path",
        bootstrapFile().toString(),
        "--disable-hot-restart",
        "--concurrency",
        String.valueOf(concurrency),
        "--log-level",
        logLevel.name().toLowerCase(Locale.ROOT),
        "--log-format",
        EnvoyLog.FORMAT);
  }

  /** The same for launches that give the same process. */
  String digest() {
    var parts = new ArrayList<>(command());
    parts.add(bootstrap);
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      var bytes = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(hash.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
