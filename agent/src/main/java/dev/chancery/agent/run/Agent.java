package dev.chancery.agent.run;

import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import dev.chancery.agent.control.Control;
import dev.chancery.agent.net.RunDir;
import dev.chancery.agent.net.UnixServer;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.Reconciler;
import dev.chancery.agent.reconcile.SavedState;
import dev.chancery.agent.source.ManifestDirectory;
import dev.chancery.agent.source.Manifests;
import dev.chancery.agent.state.StateFile;
import dev.chancery.agent.visibility.FlowPipeline;
import dev.chancery.agent.visibility.NodeEndpoints;
import dev.chancery.flows.decode.FlowDecoder;
import dev.chancery.flows.decode.FlowOrigin;
import dev.chancery.flows.filter.FlowFilters;
import dev.chancery.flows.filter.InvalidFilterException;
import dev.chancery.flows.ring.FlowRing;
import dev.chancery.flows.ring.FlowStore;
import dev.chancery.flows.server.FilterCompiler;
import dev.chancery.flows.server.HubbleServices;
import dev.chancery.flows.server.NodeInfo;
import dev.chancery.flows.server.ObserverService;
import dev.chancery.flows.server.PeerService;
import dev.chancery.redaction.Redactor;
import dev.chancery.xds.XdsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that runs on a node, put together in the order in which it has to start: the last good
 * state is served before Envoy is started, and before any manifest has been read.
 */
public final class Agent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Agent.class);
  private static final int STATE_VERSION = 1;
  private static final int QUEUED_RECORDS = 16 * 1024;
  private static final long QUEUED_BYTES = 64L << 20;

  private final Parts parts = new Parts();
  private final AgentOptions options;
  private final InstantSource clock = InstantSource.system();
  private final RecordProblems problems = new RecordProblems(clock);
  private final RecordQueue queue = new RecordQueue(QUEUED_RECORDS, QUEUED_BYTES, problems);
  private final FlowStore flows;
  private final List<ProxySide> sides;
  private final StateFile<SavedState> state;
  private final Reconciler reconciler;
  private final AtomicBoolean serving = new AtomicBoolean();

  /** Not started yet; {@link #close} may be called from now on, by any thread. */
  public Agent(AgentOptions options) {
    this.options = options;
    this.flows = new FlowStore(new FlowRing(options.ringCapacity()), clock);
    this.sides = sides();
    this.state =
        new StateFile<>(options.runDir().resolve("state.json"), STATE_VERSION, SavedState.class);
    this.reconciler =
        new Reconciler(
            options.settings(), sides.stream().map(ProxySide::plane).toList(), this::save, clock);
  }

  /**
   * In the order in which they hear of news. The stock Envoy comes first: one that does not answer
   * holds up the other plane for one wait, a silent cilium-envoy for several where addresses change
   * identity.
   */
  private List<ProxySide> sides() {
    var planes = options.settings().dataPlanes();
    List<ProxySide> chosen = new ArrayList<>();
    if (planes.contains(DataPlane.ENVOY)) {
      chosen.add(new StockSide(options, queue, problems, clock));
    }
    if (planes.contains(DataPlane.CILIUM_ENVOY)) {
      chosen.add(new CiliumSide(options, queue, problems, clock));
    }
    return List.copyOf(chosen);
  }

  /**
   * An agent that runs.
   *
   * @throws IOException with a message for the user; nothing is left running
   */
  public static Agent start(AgentOptions options) throws IOException {
    Agent agent = new Agent(options);
    agent.start();
    return agent;
  }

  /**
   * Starts everything and returns.
   *
   * @throws IOException with a message for the user, also where it was closed meanwhile; nothing is
   *     left running
   */
  public void start() throws IOException {
    try {
      run();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void run() throws IOException {
    RunDir runDir = keep(RunDir.claim(options.runDir()));
    for (ProxySide side : sides) {
      side.receiveRecords(parts);
    }
    if (restore()) {
      serveResources();
    }
    var decoder =
        new FlowDecoder(
            new Redactor(options.redaction()), new NodeEndpoints(reconciler::view), origin());
    var pipeline = keep(FlowPipeline.start(queue, reconciler::viewAt, decoder, flows, clock));
    serveHubble(runDir);
    for (ProxySide side : sides) {
      side.startProxy(parts);
    }
    var reports =
        new Reports(options, new Reports.Parts(reconciler, sides, flows, pipeline, problems));
    keep(
        UnixServer.start(
            runDir.file("agent.sock"), s -> s.addService(Control.service(reports.byName()))));
    keep(ManifestDirectory.watch(options.manifests(), secretsFolder(), this::apply));
    log.atInfo()
        .addKeyValue("runDir", runDir.path())
        .addKeyValue("manifests", options.manifests())
        .log("agent started");
  }

  /** Values of secrets go to a cilium-envoy alone. */
  private Optional<Path> secretsFolder() {
    return options.settings().dataPlanes().contains(DataPlane.CILIUM_ENVOY)
        ? options.cilium().secrets()
        : Optional.empty();
  }

  private void apply(Manifests manifests) {
    reconciler.apply(manifests);
    if (manifests.error().isEmpty()) {
      try {
        serveResources();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Once there is a state to serve: to an Envoy that was adopted, an empty one would mean that all
   * it has is to go.
   */
  private void serveResources() throws IOException {
    if (serving.compareAndSet(false, true)) {
      for (ProxySide side : sides) {
        side.serveResources(parts);
      }
    }
  }

  private void serveHubble(RunDir runDir) throws IOException {
    ExecutorService turns =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "observer");
              thread.setDaemon(true);
              return thread;
            });
    keep(turns::shutdownNow);
    var node = new NodeInfo(nodeName(), "127.0.0.1", "chancery " + Version.text());
    var observer = new ObserverService(flows, Agent::compile, node, clock, turns);
    var peer = new PeerService(node);
    keep(
        UnixServer.start(runDir.file("hubble.sock"), s -> HubbleServices.addTo(s, observer, peer)));
  }

  private FlowOrigin origin() {
    return new FlowOrigin(
        nodeName(), List.of(), "Chancery", Version.text(), () -> UUID.randomUUID().toString());
  }

  private String nodeName() {
    return options.settings().cluster() + "/" + options.nodeName();
  }

  /** Whether there was a state to restore. */
  private boolean restore() {
    var loaded = state.load();
    if (loaded instanceof StateFile.Loaded.Found<SavedState> found) {
      reconciler.restore(found.value());
      return true;
    }
    if (loaded instanceof StateFile.Loaded.Unusable<SavedState> unusable) {
      log.atWarn()
          .addKeyValue("reason", unusable.reason())
          .addKeyValue("movedTo", unusable.movedTo().map(Object::toString).orElse(""))
          .log("saved state is not usable; starting without it");
    }
    return false;
  }

  private void save(SavedState saved) {
    try {
      state.save(saved);
    } catch (IOException e) {
      log.atWarn().addKeyValue("reason", e.getMessage()).log("state not saved");
    }
  }

  private static FilterCompiler.Result compile(
      List<dev.chancery.api.flow.FlowFilter> whitelist,
      List<dev.chancery.api.flow.FlowFilter> blacklist) {
    try {
      var match = FlowFilters.compile(whitelist, blacklist);
      return new FilterCompiler.Result.Compiled(match::matches);
    } catch (InvalidFilterException e) {
      return new FilterCompiler.Result.Refused(String.valueOf(e.getMessage()));
    }
  }

  private <T extends AutoCloseable> T keep(T part) throws IOException {
    return parts.keep(part);
  }

  public Reconciler reconciler() {
    return reconciler;
  }

  /** What serves the stock Envoy, or the only data plane there is. */
  public XdsServer xds() {
    return sides.get(0).xds();
  }

  /**
   * What serves one data plane.
   *
   * @throws IllegalArgumentException if the agent does not drive it
   */
  public XdsServer xds(DataPlane plane) {
    return sides.stream()
        .filter(s -> s.dataPlane() == plane)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("data plane: " + plane + " is not driven"))
        .xds();
  }

  public FlowStore flows() {
    return flows;
  }

  /** Stops in the reverse order of the start; what fails is logged, and the rest goes on. */
  @Override
  public void close() {
    parts.close();
  }
}
