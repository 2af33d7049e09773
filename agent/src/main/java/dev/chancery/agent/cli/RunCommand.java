package dev.chancery.agent.cli;

import dev.chancery.agent.cli.option.RunDirOption;
import dev.chancery.agent.cli.option.SettingsOptions;
import dev.chancery.agent.envoy.EnvoyBinary;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  static final String DEFAULT_NODE = "node";

  @Option(
      names = "--node-name",
      paramLabel = "NAME",
      defaultValue = DEFAULT_NODE,
      description = "Name of this node in flows and of its Envoy (default ${DEFAULT-VALUE}).")
  String nodeName = DEFAULT_NODE;

  @Mixin SettingsOptions settings = new SettingsOptions();
  @Mixin HubbleOptions hubble = new HubbleOptions();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings chosen = settings.settings();
    if (!chosen.dataPlanes().equals(Set.of(DataPlane.ENVOY))) {
      throw new ParameterException(spec.commandLine(), "--data-plane: expected envoy");
    }
    Optional<Path> binary =
        envoy == EnvoyMode.MANAGED ? Optional.of(EnvoyBinary.find(Home.path())) : Optional.empty();
    AgentOptions options;
    try {
      options =
          new AgentOptions(
              runDir.path(),
              Objects.requireNonNull(manifests),
              binary,
              envoyConcurrency,
              nodeName,
              chosen,
              hubble.redaction(),
              hubble.capacity());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    var stopped = new CountDownLatch(1);
    var agent = new Agent(options);
    Interruptible.of(
        () -> {
          agent.close();
          stopped.countDown();
        });
    agent.start();
    stopped.await();
    return 0;
  }
}
