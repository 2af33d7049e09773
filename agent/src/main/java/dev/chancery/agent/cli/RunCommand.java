package dev.chancery.agent.cli;

import dev.chancery.agent.cli.option.RunDirOption;
import dev.chancery.agent.cli.option.SettingsOptions;
import dev.chancery.agent.cli.option.SocketsDirOption;
import dev.chancery.agent.envoy.EnvoyBinary;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
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

  /** How connections get to a proxy. */
  enum Redirect {
    /** They are made to it: of the stock Envoy. */
    EXPLICIT(DataPlane.ENVOY),
    /** Somebody else's datapath redirects them: of cilium-envoy. */
    EXTERNAL(DataPlane.CILIUM_ENVOY);

    private final DataPlane plane;

    Redirect(DataPlane plane) {
      this.plane = plane;
    }

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
      split = ",",
      paramLabel = "HOW",
      description =
          "How connections get to the proxy: explicit (envoy), external (cilium-envoy, whose"
              + " datapath is left alone; see redirects.json). Follows from --data-plane.")
  List<Redirect> redirects = List.of();

  @Option(
      names = "--envoy",
      paramLabel = "WHO",
      defaultValue = "managed",
      description =
          "Whether the agent starts the stock Envoy: ${COMPLETION-CANDIDATES} (default"
              + " ${DEFAULT-VALUE}).")
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
  @Mixin SocketsDirOption sockets = new SocketsDirOption();
  @Mixin CiliumNodeOptions node = new CiliumNodeOptions();
  @Mixin HubbleOptions hubble = new HubbleOptions();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    AgentOptions options;
    try {
      options = options();
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

  /** What is said of the stock Envoy would have no effect. */
  private void checkEnvoyIsDriven(Settings chosen) {
    if (!chosen.dataPlanes().contains(DataPlane.ENVOY)) {
      for (String option : List.of("--envoy", "--envoy-concurrency")) {
        if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
          throw new IllegalArgumentException(
              option + ": no stock Envoy is driven (expected: with --data-plane envoy only)");
        }
      }
    }
  }

  private AgentOptions options() throws IOException, InterruptedException {
    Settings chosen = settings.settings();
    if (chosen.dataPlanes().contains(DataPlane.NONE)) {
      throw new IllegalArgumentException(
          "--data-plane: none, which enforces nothing (expected: envoy, cilium-envoy, or both)");
    }
    checkEnvoyIsDriven(chosen);
    redirects.stream()
        .filter(how -> !chosen.dataPlanes().contains(how.plane))
        .findFirst()
        .ifPresent(
            how -> {
              throw new IllegalArgumentException(
                  "--redirect: %s (expected: with --data-plane %s only)".formatted(how, how.plane));
            });
    boolean starts = chosen.dataPlanes().contains(DataPlane.ENVOY) && envoy == EnvoyMode.MANAGED;
    return new AgentOptions(
        runDir.path(),
        Objects.requireNonNull(manifests),
        starts ? Optional.of(EnvoyBinary.find(Home.path())) : Optional.empty(),
        envoyConcurrency,
        nodeName,
        chosen.with(chosen.cilium().at(sockets.path(runDir).toAbsolutePath().normalize())),
        hubble.redaction(),
        hubble.capacity(),
        node.options());
  }
}
