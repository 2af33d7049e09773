package dev.chancery.agent.cli.option;

import dev.chancery.envoy.stock.StockOptions;
import dev.chancery.policy.world.Options;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Settings of enforcement, under the names that Cilium's agent has for them. */
final class PolicyOptions {
  /** Cilium's {@code allow-localhost}. */
  enum AllowLocalhost {
    ALWAYS,
    POLICY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--enable-policy",
      paramLabel = "WHEN",
      defaultValue = "default",
      description = "When policy is enforced: default, always or never (default ${DEFAULT-VALUE}).")
  Options.Enforcement enforcement = Options.Enforcement.DEFAULT;

  @Option(
      names = "--allow-localhost",
      paramLabel = "WHEN",
      defaultValue = "always",
      description =
          "Whether the host may always reach its pods: always, or as policy says (default"
              + " ${DEFAULT-VALUE}).")
  AllowLocalhost allowLocalhost = AllowLocalhost.ALWAYS;

  @Option(
      names = "--http-normalize-path",
      paramLabel = "BOOL",
      arity = "1",
      defaultValue = "true",
      description = "Match, forward and log one canonical path (default ${DEFAULT-VALUE}).")
  boolean normalizePath = true;

  @Option(
      names = "--http-403-msg",
      paramLabel = "TEXT",
      defaultValue = "Access denied",
      description = "Body of a denial (default ${DEFAULT-VALUE}).")
  String denial = "Access denied";

  @Option(
      names = "--log-headers",
      split = ",",
      paramLabel = "NAME",
      description = "Request headers that flows show beside the usual ones.")
  List<String> loggedHeaders = List.of();

  Options options() {
    return new Options(enforcement, allowLocalhost == AllowLocalhost.ALWAYS);
  }

  StockOptions envoy() {
    return new StockOptions(
        normalizePath,
        denial.endsWith("\r\n") ? denial : denial + "\r\n",
        loggedHeaders.stream().map(h -> h.toLowerCase(Locale.ROOT)).toList());
  }
}
