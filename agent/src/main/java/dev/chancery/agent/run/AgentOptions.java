package dev.chancery.agent.run;

import dev.chancery.agent.reconcile.Settings;
import dev.chancery.envoy.stock.BootstrapOptions;
import dev.chancery.flows.ring.FlowRing;
import dev.chancery.redaction.RedactionOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How an agent is to run.
 *
 * @param manifests the directory to watch
 * @param envoy the binary to start and keep running; empty where somebody else runs Envoy
 * @param concurrency Envoy's worker threads
 * @param ringCapacity flows kept, 2^n − 1
 * @param cilium of an agent that drives a cilium-envoy
 */
public record AgentOptions(
    Path runDir,
    Path manifests,
    Optional<Path> envoy,
    int concurrency,
    String nodeName,
    Settings settings,
    RedactionOptions redaction,
    int ringCapacity,
    CiliumRunOptions cilium) {
  public AgentOptions {
    if (concurrency < 1) {
      throw new IllegalArgumentException(
          "Envoy's concurrency: " + concurrency + " (expected: 1 or more)");
    }
  }

  /** With defaults for a cilium-envoy. */
  public AgentOptions(
      Path runDir,
      Path manifests,
      Optional<Path> envoy,
      int concurrency,
      String nodeName,
      Settings settings,
      RedactionOptions redaction,
      int ringCapacity) {
    this(
        runDir,
        manifests,
        envoy,
        concurrency,
        nodeName,
        settings,
        redaction,
        ringCapacity,
        CiliumRunOptions.DEFAULTS);
  }

  /** Defaults for all but the places. */
  public static AgentOptions of(Path runDir, Path manifests, Optional<Path> envoy) {
    return new AgentOptions(
        runDir,
        manifests,
        envoy,
        2,
        "node",
        Settings.DEFAULTS,
        RedactionOptions.DEFAULT,
        FlowRing.DEFAULT_CAPACITY);
  }

  public AgentOptions withRedaction(RedactionOptions changed) {
    return new AgentOptions(
        runDir, manifests, envoy, concurrency, nodeName, settings, changed, ringCapacity, cilium);
  }

  public AgentOptions withSettings(Settings changed) {
    return new AgentOptions(
        runDir, manifests, envoy, concurrency, nodeName, changed, redaction, ringCapacity, cilium);
  }

  public AgentOptions withCilium(CiliumRunOptions changed) {
    return new AgentOptions(
        runDir,
        manifests,
        envoy,
        concurrency,
        nodeName,
        settings,
        redaction,
        ringCapacity,
        changed);
  }

  /** The bootstrap of the Envoy that belongs to this agent. */
  public BootstrapOptions bootstrap() {
    return new BootstrapOptions(nodeName, settings.cluster(), runDir.toAbsolutePath().normalize());
  }
}
