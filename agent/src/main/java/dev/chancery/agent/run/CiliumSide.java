package dev.chancery.agent.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.util.concurrent.MoreExecutors;
import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import dev.chancery.accesslogs.seqpacket.AccessLogSocket;
import dev.chancery.accesslogs.seqpacket.AccessLogSocketOptions;
import dev.chancery.agent.cilium.CiliumPlane;
import dev.chancery.agent.cilium.CiliumTypes;
import dev.chancery.agent.cilium.Redirector;
import dev.chancery.agent.net.SocketAccess;
import dev.chancery.agent.net.SocketInUseException;
import dev.chancery.agent.net.UnixServer;
import dev.chancery.agent.proxyports.OpenPorts;
import dev.chancery.agent.proxyports.PortsFile;
import dev.chancery.agent.proxyports.ProxyPorts;
import dev.chancery.agent.proxyports.RedirectAnnouncements;
import dev.chancery.agent.proxyports.RedirectsFile;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Plane;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.DeliveryListener;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.XdsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Towards a cilium-envoy that somebody else runs: its sockets, its ports, its redirects. */
final class CiliumSide implements ProxySide {
  private static final long REFRESH_SECONDS = 60;
  private static final long RETRY_SECONDS = 3;

  private final CiliumRunOptions options;
  private final CiliumOptions proxy;
  private final Rejections rejections = new Rejections();
  private final XdsServer xds;
  private final Redirector redirector;
  private final CiliumPlane plane;

  /** A thread of its own: it waits for proxies, whose streams run on the common ones. */
  private final ExecutorService stages =
      Executors.newSingleThreadExecutor(task -> daemon(task, "policy-stages"));

  private final RecordQueue queue;
  private final RecordProblems problems;
  private volatile @Nullable AccessLogSocket records;

  CiliumSide(AgentOptions all, RecordQueue queue, RecordProblems problems, InstantSource clock) {
    this.options = all.cilium();
    this.proxy = all.settings().cilium();
    this.queue = queue;
    this.problems = problems;
    this.xds = CiliumTypes.register(XdsServer.builder()).clock(clock).listener(news()).build();
    Path state = all.runDir().toAbsolutePath().normalize();
    Executor context = MoreExecutors.newSequentialExecutor(ForkJoinPool.commonPool());
    this.redirector =
        new Redirector(
            proxy,
            xds.store(),
            new ProxyPorts(
                options.ports(),
                OpenPorts.OF_KERNEL,
                new PortsFile(
                    state.resolve("proxy_ports_state.json"),
                    options.restoredPortsAge(),
                    proxy.families()),
                clock,
                new SecureRandom()),
            new RedirectsFile(state.resolve("redirects.json")),
            rejections,
            xds::whenAnswered,
            context);
    this.plane =
        new CiliumPlane(
            new CiliumTranslator(proxy),
            xds.store(),
            rejections,
            redirector,
            new Answers(xds),
            state.resolve("served-before.json"),
            stages);
  }

  /** Passes on to the plane, which is made after the server. */
  private DeliveryListener news() {
    return new DeliveryListener() {
      @Override
      public void delivered(String nodeId, ResourceKey key, Delivery outcome) {
        plane.delivered(nodeId, key, outcome);
      }

      @Override
      public void connected(String nodeId, long streamId) {
        plane.connected(nodeId, streamId);
      }

      @Override
      public void subscribed(String nodeId, long streamId, String typeUrl) {
        plane.subscribed(nodeId, streamId, typeUrl);
      }

      @Override
      public void disconnected(String nodeId, long streamId) {
        plane.disconnected(nodeId, streamId);
      }
    };
  }

  @Override
  public DataPlane dataPlane() {
    return DataPlane.CILIUM_ENVOY;
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
    checkIsOurs(options.xdsSocket(proxy));
    Path socket = options.accessLogSocket(proxy);
    prepare(socket);
    records =
        parts.keep(
            AccessLogSocket.start(
                new AccessLogSocketOptions(
                    socket,
                    options.proxyGid(),
                    options.accessLogBuffer(),
                    AccessLogSocketOptions.DEFAULT_CLIENTS),
                queue,
                problems));
  }

  @Override
  public void serveResources(Parts parts) throws IOException {
    parts.keep(stages::shutdownNow);
    // With the listeners that were there: an answer without them would remove them.
    redirector.settled().join();
    Path socket = options.xdsSocket(proxy);
    prepare(socket);
    parts.keep(UnixServer.start(socket, access(), s -> xds.services().forEach(s::addService)));
    refreshFromTimeToTime(parts);
  }

  /** Before anything of another's is touched: one alone can drive a proxy. */
  private static void checkIsOurs(Path socket) throws IOException {
    try {
      UnixServer.check(socket);
    } catch (SocketInUseException e) {
      throw new IOException(
          socket
              + " is served by another process (expected: nobody): the Cilium agent still serves"
              + " its proxy there, or another Chancery does",
          e);
    }
  }

  private void refreshFromTimeToTime(Parts parts) throws IOException {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "proxy-ports"));
    parts.keep(timer::shutdownNow);
    timer.scheduleAtFixedRate(
        redirector::refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
    timer.scheduleAtFixedRate(redirector::retry, RETRY_SECONDS, RETRY_SECONDS, TimeUnit.SECONDS);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void prepare(Path socket) throws IOException {
    Path folder = socket.toAbsolutePath().getParent();
    if (folder != null) {
      access().prepare(folder);
    }
  }

  private SocketAccess access() throws IOException {
    return options.proxyGid().isPresent()
        ? SocketAccess.ofGroup(options.proxyGid().getAsInt())
        : SocketAccess.OWN;
  }

  @Override
  public void describe(ObjectNode status) {
    ObjectNode node = status.putObject("ciliumEnvoy");
    node.put("release", proxy.release().text());
    node.put("xdsSocket", options.xdsSocket(proxy).toString());
    node.put("accessLogSocket", options.accessLogSocket(proxy).toString());
    AccessLogSocket socket = records;
    new CiliumReport(proxy, plane, redirector, xds)
        .into(node, Optional.ofNullable(socket).map(AccessLogSocket::counts));
  }

  @Override
  public NodeView judged(NodeView view) {
    return plane.judged(view);
  }

  @Override
  public Optional<RedirectAnnouncements> redirects() {
    return Optional.of(redirector.announcements());
  }
}
