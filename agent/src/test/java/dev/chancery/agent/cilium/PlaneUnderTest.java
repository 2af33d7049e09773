package dev.chancery.agent.cilium;

import dev.chancery.agent.proxyports.AnnouncedRedirect;
import dev.chancery.agent.proxyports.OpenPorts;
import dev.chancery.agent.proxyports.PortsFile;
import dev.chancery.agent.proxyports.ProxyPortRange;
import dev.chancery.agent.proxyports.ProxyPorts;
import dev.chancery.agent.proxyports.RedirectsFile;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.Delivered;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.envoy.cilium.IpFamilies;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import dev.chancery.xds.XdsServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** A plane whose proxy is the test: nothing runs but what the test calls. */
final class PlaneUnderTest {
  static final Settings SETTINGS = Settings.DEFAULTS.with(DataPlane.CILIUM_ENVOY);
  private static final String PROXY = "host~127.0.0.1~no-id~localdomain";

  final ResourceStore store = CiliumTypes.register(XdsServer.builder()).build().store();
  final Rejections rejections = new Rejections();
  final Redirector redirector;
  final CiliumPlane plane;

  /** What proxies were asked for listeners, oldest first. */
  final List<CompletableFuture<Delivery>> asked = new ArrayList<>();

  /** What happens while the plane waits for the proxy. */
  Delivered delivered = Delivered.AT_ONCE;

  private NodeState state = NodeState.empty(SETTINGS);

  /**
   * @param folder has the files of the agent before, and gets those of this one
   */
  PlaneUnderTest(Path folder) {
    this(folder, SETTINGS.cilium().families());
  }

  PlaneUnderTest(Path folder, IpFamilies families) {
    CiliumOptions options = SETTINGS.cilium().with(families);
    var ports =
        new ProxyPorts(
            ProxyPortRange.DEFAULT,
            noneIsOpen(),
            new PortsFile(
                folder.resolve("proxy_ports_state.json"),
                PortsFile.DEFAULT_AGE_LIMIT,
                options.families()),
            Instant::now,
            new Random(1));
    this.redirector =
        new Redirector(
            options,
            store,
            ports,
            new RedirectsFile(folder.resolve("redirects.json")),
            rejections,
            (proxy, key) -> ask(),
            Runnable::run);
    this.plane =
        new CiliumPlane(
            new CiliumTranslator(options),
            store,
            rejections,
            redirector,
            k -> delivered.await(k),
            folder.resolve("served-before.json"),
            Runnable::run);
  }

  private static OpenPorts noneIsOpen() {
    return BitSet::new;
  }

  private CompletableFuture<Delivery> ask() {
    asked.add(new CompletableFuture<>());
    return asked.get(asked.size() - 1);
  }

  /** Replaces all manifests. */
  void apply(String... documents) {
    NodeView before = state.view();
    prepare(documents);
    plane.publish(before, state.view());
  }

  /** The same, but ends before anything is published. */
  void prepare(String... documents) {
    var file = new ManifestFile("all.yaml", String.join("---\n", documents), Optional.empty());
    state = state.next(new Manifests(List.of(file), Optional.empty()));
    plane.prepare(state.view());
  }

  NodeView view() {
    return state.view();
  }

  /** Names of what is published. */
  List<String> published(String typeUrl) {
    return store.snapshot().keySet().stream()
        .filter(key -> key.typeUrl().equals(typeUrl))
        .map(ResourceKey::name)
        .toList();
  }

  List<String> listeners() {
    return published(EnvoyTypes.LISTENER);
  }

  /** The proxy takes all there is of a type. */
  void ack(String typeUrl) {
    published(typeUrl).forEach(name -> ack(typeUrl, name));
  }

  void ack(String typeUrl, String name) {
    var key = new ResourceKey(typeUrl, name);
    answer(key, new Delivery.Acked(version(key)));
  }

  void nack(String typeUrl, String name, String reason) {
    var key = new ResourceKey(typeUrl, name);
    answer(key, new Delivery.Rejected(version(key), reason));
  }

  private void answer(ResourceKey key, Delivery outcome) {
    plane.delivered(PROXY, key, outcome);
  }

  private String version(ResourceKey key) {
    return store.get(key).map(Resource::version).orElse("");
  }

  void proxyConnects() {
    plane.connected(PROXY, 1);
    plane.subscribed(PROXY, 1, CiliumTypes.POLICY);
  }

  /** Ids of announced redirects without the endpoint. */
  List<String> announced() {
    List<String> ids = new ArrayList<>();
    redirector.announcements().announced().stream()
        .map(AnnouncedRedirect::id)
        .map(id -> id.substring(id.indexOf(':') + 1))
        .forEach(ids::add);
    return ids;
  }
}
