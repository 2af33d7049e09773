package dev.chancery.agent.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.accesslogs.AccessLogReceiver;
import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import dev.chancery.agent.envoy.EnvoyAdmin;
import dev.chancery.agent.envoy.EnvoyLaunch;
import dev.chancery.agent.envoy.EnvoyState;
import dev.chancery.agent.envoy.EnvoySupervisor;
import dev.chancery.agent.net.UnixServer;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Plane;
import dev.chancery.agent.reconcile.RejectedObjects;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.agent.reconcile.StockPlane;
import dev.chancery.envoy.ResourceText;
import dev.chancery.envoy.stock.Bootstraps;
import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.XdsServer;
import dev.chancery.xds.XdsServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Towards the stock Envoy: {@code xds.sock} and {@code als.sock} in the run dir, and its process.
 */
final class StockSide implements ProxySide {
  private final AgentOptions options;
  private final AccessLogReceiver receiver;
  private final Rejections rejections = new Rejections();
  private final XdsServer xds;
  private final StockPlane plane;
  private volatile @Nullable EnvoySupervisor supervisor;

  StockSide(AgentOptions options, RecordQueue queue, RecordProblems problems, InstantSource clock) {
    this.options = options;
    this.receiver = new AccessLogReceiver(queue, problems);
    XdsServerBuilder builder = XdsServer.builder().clock(clock).listener(rejections);
    // A NACK then names what it is about: one pod's listener never stands for another's.
    EnvoyTypes.ALL.forEach(type -> builder.type(type.withOneResourcePerResponse()));
    this.xds = builder.build();
    this.plane =
        new StockPlane(
            new StockTranslator(options.settings().envoy()),
            xds.store(),
            rejections,
            new Answers(xds));
  }

  @Override
  public DataPlane dataPlane() {
    return DataPlane.ENVOY;
  }

  @Override
  public Plane plane() {
    return plane;
  }

  @Override
  public XdsServer xds() {
    return xds;
  }

  @Override
  public Rejections rejections() {
    return rejections;
  }

  @Override
  public void receiveRecords(Parts parts) throws IOException {
    parts.keep(UnixServer.start(file("als.sock"), s -> s.addService(receiver)));
  }

  @Override
  public void serveResources(Parts parts) throws IOException {
    parts.keep(UnixServer.start(file("xds.sock"), s -> xds.services().forEach(s::addService)));
  }

  @Override
  public void startProxy(Parts parts) throws IOException {
    parts.keep(() -> Files.deleteIfExists(file("envoy-admin.sock")));
    if (options.envoy().isPresent()) {
      var launch =
          new EnvoyLaunch(
              options.envoy().get(),
              file(""),
              options.concurrency(),
              EnvoyLaunch.LogLevel.WARNING,
              ResourceText.yaml(Bootstraps.stock(options.bootstrap())));
      supervisor = parts.keep(EnvoySupervisor.start(() -> launch));
    }
  }

  @Override
  public void describe(ObjectNode status) {
    ObjectNode node = status.putObject("envoy");
    EnvoySupervisor started = supervisor;
    node.put("managed", started != null);
    Optional.ofNullable(started)
        .map(EnvoySupervisor::state)
        .ifPresent(
            state -> {
              if (state instanceof EnvoyState.Running running) {
                node.put("state", "running").put("pid", running.pid());
              } else if (state instanceof EnvoyState.Waiting waiting) {
                node.put("state", "waiting").put("reason", waiting.reason());
              } else {
                node.put("state", "stopped");
              }
            });
    node.put("ready", new EnvoyAdmin(file("envoy-admin.sock")).isReady());
    node.put("accessLogEntries", receiver.receivedEntries());
    node.put("accessLogStreams", receiver.openStreams());
  }

  @Override
  public NodeView judged(NodeView view) {
    return RejectedObjects.on(view, rejections.current());
  }

  private Path file(String name) {
    return options.runDir().toAbsolutePath().normalize().resolve(name);
  }
}
