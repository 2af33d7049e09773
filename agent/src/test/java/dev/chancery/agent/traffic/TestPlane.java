package dev.chancery.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chancery.agent.proxyports.RedirectAnnouncements;
import dev.chancery.agent.proxyports.WantedRedirect;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.ProxyRelease;
import dev.chancery.testproxy.TestProxy;
import dev.chancery.testproxy.TestProxyOptions;
import dev.chancery.testproxy.traffic.L4Policy;
import dev.chancery.testproxy.traffic.Pod;
import dev.chancery.testproxy.traffic.ProxyTraffic;
import dev.chancery.testproxy.traffic.RedirectsFile;
import dev.chancery.testproxy.traffic.TestDatapath;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.XdsServer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What stands around an agent on a node: the test proxy, and pods on the test datapath. */
public final class TestPlane implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestProxyOptions options;
  private final CiliumOptions cilium;
  private final TestProxy proxy;
  private final ProxyTraffic traffic;
  private final RedirectsFile redirects;
  private final TestDatapath datapath;

  /**
   * Starts everything but the agent.
   *
   * @param agent as {@link #options} makes them
   */
  public TestPlane(AgentOptions agent, Collection<Pod> pods, L4Policy policy) {
    this.cilium = agent.settings().cilium();
    this.options = TestProxyOptions.of(cilium.socket("xds.sock"), newestProxy(cilium.release()));
    this.proxy = TestProxy.start(options);
    this.traffic = new ProxyTraffic(proxy);
    this.redirects = new RedirectsFile(agent.runDir().resolve("redirects.json"));
    this.datapath = TestDatapath.start(pods, redirects, policy, traffic);
  }

  /**
   * The same agent with a cilium-envoy whose sockets are in the agent's run directory.
   *
   * @param planes one of them cilium-envoy
   */
  public static AgentOptions options(AgentOptions agent, DataPlane... planes) {
    CiliumOptions of = CiliumOptions.DEFAULTS;
    CiliumOptions cilium =
        new CiliumOptions(
            of.release(),
            of.identities(),
            of.bpfRoot(),
            of.ipcacheName(),
            agent.runDir().toAbsolutePath().resolve("envoy"),
            of.normalizePath(),
            of.deniedBody(),
            of.originalSource(),
            of.secretsNamespace(),
            of.http(),
            of.families());
    Settings settings = agent.settings().with(planes).with(cilium);
    return agent.withSettings(settings);
  }

  /** The newest that comes with a release. */
  private static ProxyGeneration newestProxy(ProxyRelease release) {
    return switch (release) {
      case V1_17 -> ProxyGeneration.V1_33;
      case V1_18, V1_19 -> ProxyGeneration.V1_36;
      case V1_20 -> ProxyGeneration.V1_37;
    };
  }

  public TestProxy proxy() {
    return proxy;
  }

  public RedirectsFile redirects() {
    return redirects;
  }

  /** Ends the proxy's process without a last word; connections through it break. */
  public void killProxy() {
    proxy.kill();
    traffic.cut();
  }

  /** Waits until the proxy and the datapath do all that follows from the agent's view. */
  public void awaitInForce(Agent agent) throws Exception {
    NodeView view = agent.reconciler().view();
    var redirected = RedirectAnnouncements.of(view, Set.of(), cilium, id -> false, Map.of());
    Set<String> wanted = ids(redirected.pending());
    Set<String> unserved = ids(redirected.unserved());
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () -> {
              assertThat(redirects.announced()).isEqualTo(wanted);
              assertThat(redirects.pending()).isEqualTo(unserved);
              assertThat(ports()).containsAll(redirects.proxyPorts());
            });
    XdsServer xds = agent.xds(DataPlane.CILIUM_ENVOY);
    if (!wanted.isEmpty()) {
      for (ResourceKey key : xds.store().snapshot().keySet()) {
        Delivery answer =
            xds.whenAnswered(options.nodeId(), key).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer).as(key.name()).isInstanceOf(Delivery.Acked.class);
      }
    }
  }

  private static Set<String> ids(List<WantedRedirect> redirects) {
    return redirects.stream().map(WantedRedirect::id).collect(Collectors.toSet());
  }

  /** Waits until so many redirects are announced, to where the proxy listens. */
  public void awaitRedirects(int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .pollDelay(Duration.ZERO)
        .until(
            () ->
                redirects.announced().size() == count
                    && ports().containsAll(redirects.proxyPorts()));
  }

  private Set<Integer> ports() {
    return proxy.listeners().stream().map(l -> l.port()).collect(Collectors.toSet());
  }

  @Override
  public void close() {
    datapath.close();
    traffic.close();
    proxy.close();
  }
}
