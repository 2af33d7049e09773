package dev.chancery.agent.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The agent. */
@Command(
    name = "run",
    sortOptions = false,
    description = "Run the agent: enforce the policies of a directory until stopped.")
final class RunCommand implements Callable<Integer> {
  /** Who starts Envoy. */
  enum EnvoyMode {
    MANAGED,
    EXTERNAL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which proxy enforces. */
  enum DataPlane {
    ENVOY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How connections get to the proxy. */
  enum Redirect {
    EXPLICIT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--manifests",
      paramLabel = "DIR",
      required = true,
      description = "Kubernetes manifests: pods, namespaces, services, policies. Watched.")
  @Nullable Path manifests;

  @Mixin RunDirOption runDir = new RunDirOption();

  @Option(names = "--config", paramLabel = "FILE", description = "Settings, as YAML.")
  @Nullable Path config;

  @Option(
      names = "--data-plane",
      paramLabel = "NAME",
      defaultValue = "envoy",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  DataPlane dataPlane = DataPlane.ENVOY;

  @Option(
      names = "--redirect",
      paramLabel = "HOW",
      defaultValue = "explicit",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  Redirect redirect = Redirect.EXPLICIT;

  @Option(
      names = "--envoy",
      paramLabel = "WHO",
      defaultValue = "managed",
      description =
          "Whether the agent starts Envoy: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  EnvoyMode envoy = EnvoyMode.MANAGED;

  @Option(
      names = "--envoy-concurrency",
      paramLabel = "N",
      defaultValue = "2",
      description = "Envoy's worker threads (default ${DEFAULT-VALUE}).")
  int envoyConcurrency = 2;

  @Override
  public Integer call() {
    throw new UnsupportedOperationException("run");
  }
}
