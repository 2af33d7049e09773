package dev.chancery.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.control.Control;
import dev.chancery.agent.net.UnixChannel;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.IpFamilies;
import dev.chancery.envoy.cilium.ProxyRelease;
import dev.chancery.testproxy.TestProxy;
import dev.chancery.testproxy.TestProxyOptions;
import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.xds.XdsServer;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An agent that drives cilium-envoys, in folders of the test's own. */
final class CiliumNode implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final DataPlane[] planes;
  private ProxyRelease release = ProxyRelease.V1_19;
  private IpFamilies families = IpFamilies.IPV4;
  private @Nullable Agent agent;

  /** Not started. */
  CiliumNode(Path folder, DataPlane... planes) throws IOException {
    this.folder = folder;
    this.planes = planes;
    Files.createDirectories(manifests());
  }

  Path manifests() {
    return folder.resolve("m");
  }

  Path runDir() {
    return folder.resolve("r");
  }

  Path sockets() {
    return folder.resolve("s");
  }

  AgentOptions options() {
    CiliumOptions usual = CiliumOptions.DEFAULTS;
    var cilium =
        new CiliumOptions(
            release,
            usual.identities(),
            usual.bpfRoot(),
            usual.ipcacheName(),
            sockets(),
            usual.normalizePath(),
            usual.deniedBody(),
            usual.originalSource(),
            usual.secretsNamespace(),
            usual.http(),
            families);
    return AgentOptions.of(runDir(), manifests(), Optional.empty())
        .withSettings(Settings.DEFAULTS.with(planes).with(cilium));
  }

  /** Of proxies that the next agent serves. */
  void choose(ProxyRelease chosen) {
    release = chosen;
  }

  /** Of addresses that the next agent has served. */
  void choose(IpFamilies chosen) {
    families = chosen;
  }

  void start() throws IOException {
    agent = Agent.start(options());
  }

  void stop() {
    if (agent != null) {
      agent.close();
      agent = null;
    }
  }

  Agent agent() {
    return Objects.requireNonNull(agent);
  }

  XdsServer xds() {
    return agent().xds(DataPlane.CILIUM_ENVOY);
  }

  /** Writes a manifest and waits until what follows from it is published. */
  void apply(String file, String text) throws IOException {
    long before = agent().reconciler().publishedRevision();
    write(file, text);
    await().atMost(PATIENCE).until(() -> agent().reconciler().publishedRevision() > before);
  }

  void write(String file, String text) throws IOException {
    Path temporary = Files.writeString(manifests().resolve("." + file), text);
    Files.move(
        temporary,
        manifests().resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** A proxy that goes on trying until the agent serves. */
  TestProxy proxy() {
    return TestProxy.start(proxyOptions());
  }

  TestProxyOptions proxyOptions() {
    return proxyOptions(ProxyGeneration.V1_36);
  }

  TestProxyOptions proxyOptions(ProxyGeneration generation) {
    return TestProxyOptions.of(sockets().resolve("xds.sock"), generation);
  }

  /** What the datapath is told, {@code null} before it is told anything. */
  JsonNode redirects() throws IOException {
    Path file = runDir().resolve("redirects.json");
    return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.nullNode();
  }

  /** Waits for so many redirects, and none that wait. */
  void awaitAnnounced(int number) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                redirects().path("redirects").size() == number
                    && redirects().path("pending").isEmpty());
  }

  /** Waits until the agent has a state and serves it. */
  void awaitServed() {
    await().atMost(PATIENCE).until(() -> Files.exists(sockets().resolve("xds.sock")));
  }

  JsonNode report(String name) throws IOException {
    ManagedChannel channel = UnixChannel.open(runDir().resolve("agent.sock"));
    try {
      return JSON.readTree(Control.ask(channel, name));
    } finally {
      channel.shutdownNow();
    }
  }

  /** The policy that a proxy has for an address; empty if none. */
  static String text(TestProxy proxy, String address) {
    return proxy.policies().policy(address).map(Object::toString).orElse("");
  }

  /** Lets everyone send requests with this path to a pod. */
  static String policy(String pod, String path) {
    return """
    apiVersion: cilium.io/v2
    kind: CiliumNetworkPolicy
    metadata: {name: %s}
    spec:
      endpointSelector: {matchLabels: {app: %s}}
      ingress:
      - toPorts:
        - ports: [{port: '80', protocol: TCP}]
          rules: {http: [{path: %s}]}
    """
        .formatted(pod, pod, path);
  }

  static String pod(String name, String address) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, labels: {app: %s}}
    status: {podIP: %s}
    """
        .formatted(name, name, address);
  }

  /** Nothing came that a cilium-envoy refuses or silently ignores. */
  static void assertSound(TestProxy proxy) {
    assertThat(proxy.violations()).isEmpty();
    assertThat(proxy.journal()).noneMatch(entry -> entry.outcome() == JournalEntry.Outcome.NACK);
  }

  @Override
  public void close() {
    stop();
  }
}
