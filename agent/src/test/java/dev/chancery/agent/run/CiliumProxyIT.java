package dev.chancery.agent.run;

import static dev.chancery.agent.run.CiliumNode.pod;
import static dev.chancery.agent.run.CiliumNode.policy;
import static dev.chancery.agent.run.CiliumNode.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.agent.net.UnixServer;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.envoy.cilium.IpFamilies;
import dev.chancery.envoy.cilium.ProxyRelease;
import dev.chancery.testproxy.TestProxy;
import dev.chancery.testproxy.listener.ProxyListener;
import dev.chancery.testproxy.stream.Faults.Moment;
import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Violation;
import dev.chancery.testproxy.wire.XdsType;
import dev.chancery.xds.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent and a cilium-envoy: who starts when, who restarts, and what is refused. */
class CiliumProxyIT {
  private static final String PODS =
      pod("server", "10.60.0.1") + "---\n" + pod("client", "10.60.0.2");
  private static final String HTTP_INGRESS = "cilium-http-ingress";

  /** Among the reasons for which a proxy refuses a listener. */
  private static final int PORT_BUSY = 10;

  @TempDir Path folder;
  private CiliumNode node;

  @BeforeEach
  void make() throws IOException {
    node = new CiliumNode(folder, DataPlane.CILIUM_ENVOY);
    node.write("pods.yaml", PODS);
    node.write("server.yaml", policy("server", "/allowed"));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "V1_17, V1_31",
    "V1_17, V1_33",
    "V1_18, V1_34",
    "V1_19, V1_35",
    "V1_19, V1_36",
    "V1_20, V1_37"
  })
  void everyReleaseIsServedAsItWants(ProxyRelease release, ProxyGeneration generation)
      throws IOException {
    node.choose(release);
    node.start();
    try (TestProxy proxy = TestProxy.start(node.proxyOptions(generation))) {
      awaitAll(proxy);
      CiliumNode.assertSound(proxy);
    }
  }

  @Test
  void proxyMayStartFirst() throws IOException {
    try (TestProxy proxy = node.proxy()) {
      node.start();
      awaitAll(proxy);
      CiliumNode.assertSound(proxy);
    }
  }

  @Test
  void proxyKeepsWhatItHasWhileTheAgentRestarts() throws IOException {
    node.start();
    try (TestProxy proxy = node.proxy()) {
      awaitAll(proxy);
      String listener = proxy.awaitListener(HTTP_INGRESS).name();
      JsonNode announced = node.redirects();
      long responses = proxy.journal(XdsType.LISTENER).size();
      node.stop();
      assertThat(node.redirects()).isEqualTo(announced);
      assertThat(proxy.policies().keys()).contains("10.60.0.1");

      node.start();
      node.apply("server.yaml", policy("server", "/other"));
      proxy.await("the edit", p -> text(p, "10.60.0.1").contains("/other"));
      proxy.await("listeners again", p -> p.journal(XdsType.LISTENER).size() > responses);

      assertThat(proxy.awaitListener(HTTP_INGRESS).name()).isEqualTo(listener);
      assertThat(node.redirects().get("redirects")).isEqualTo(announced.get("redirects"));
      CiliumNode.assertSound(proxy);
    }
  }

  @Test
  void proxyThatRestartsIsGivenEverythingAgain() throws IOException {
    node.start();
    try (TestProxy proxy = node.proxy()) {
      awaitAll(proxy);
      proxy.restart();
      awaitAll(proxy);
      CiliumNode.assertSound(proxy);
    }
  }

  @Test
  void proxyHasHostsBeforePoliciesAndSoTakesNobodyForTheWorld() throws IOException {
    node.start();
    try (TestProxy proxy = node.proxy()) {
      awaitAll(proxy);
      int earlier = proxy.journal().size();
      proxy.faults().breaking(XdsType.HOSTS, Moment.BEFORE_APPLY);
      proxy.restart();
      awaitAll(proxy);
      List<JournalEntry> later =
          proxy.journal().subList(earlier, proxy.journal().size()).stream()
              .filter(e -> e.type() == XdsType.HOSTS || e.type() == XdsType.POLICY)
              .toList();
      // Hosts came late, on the second stream: the first broke before the proxy had taken them.
      assertThat(later).extracting(JournalEntry::type).startsWith(XdsType.HOSTS, XdsType.POLICY);
      assertThat(later.get(0).outcome()).isEqualTo(JournalEntry.Outcome.ACK);
      CiliumNode.assertSound(proxy);
    }
  }

  @Test
  void refusedPolicyCostsNoOtherAndIsToldOfItsObjects() throws IOException {
    node.start();
    node.apply("client.yaml", policy("client", "/client"));
    try (TestProxy proxy = node.proxy()) {
      node.awaitAnnounced(2);
      proxy
          .faults()
          .rejecting(
              p -> p.getEndpointIpsList().contains("10.60.0.1") && p.toString().contains("/bad"),
              "invalid path /bad");
      node.apply("server.yaml", policy("server", "/bad"));
      await().atMost(CiliumNode.PATIENCE).until(() -> state("server"), "REJECTED"::equals);
      node.apply("client.yaml", policy("client", "/moves"));
      proxy.await("the other policy", p -> text(p, "10.60.0.2").contains("/moves"));

      assertThat(text(proxy, "10.60.0.1")).contains("/allowed");
      assertThat(object("server").get("problems").toString()).contains("invalid path /bad");
      assertThat(state("client")).isEqualTo("ACCEPTED");
      assertThat(node.redirects().get("redirects")).hasSize(2);

      node.apply("server.yaml", policy("server", "/good"));
      proxy.await("the mended policy", p -> text(p, "10.60.0.1").contains("/good"));
      await().atMost(CiliumNode.PATIENCE).until(() -> state("server"), "ACCEPTED"::equals);
      assertThat(proxy.violations()).isEmpty();
    }
  }

  @Test
  void listenerWhosePortIsTakenMovesToAnother() throws IOException {
    Set<Integer> busy = ConcurrentHashMap.newKeySet();
    node.start();
    try (TestProxy proxy =
        TestProxy.start(
            node.proxyOptions().withBusyPorts(port -> busy.add(port) && busy.size() < 3))) {
      awaitAll(proxy);

      int port = proxy.awaitListener(HTTP_INGRESS).port();
      assertThat(busy).hasSize(3).contains(port);
      assertThat(node.redirects().at("/redirects/0/proxyPort").asInt()).isEqualTo(port);
      assertThat(proxy.violations()).extracting(Violation::gotcha).containsOnly(PORT_BUSY);
    }
  }

  @Test
  void listenerWithAnotherAddressIsAnotherListener() throws IOException {
    node.write("pods.yaml", PODS.replace("10.60.0.1", "10.60.0.1, podIPs: [{ip: 'fd00:60::1'}]"));
    node.start();
    try (TestProxy proxy = node.proxy()) {
      awaitRedirects(1, 1);
      int ipv4 = proxy.awaitListener(HTTP_INGRESS).port();
      assertThat(node.report("endpoints").findValuesAsText("state"))
          .containsExactly("announced", "unserved");
      node.stop();
      node.choose(IpFamilies.BOTH);

      node.start();
      awaitRedirects(2, 0);
      ProxyListener both = proxy.awaitListener(HTTP_INGRESS);
      assertThat(both.port()).isNotEqualTo(ipv4);
      assertThat(both.addresses())
          .containsExactly(
              new InetSocketAddress("127.0.0.1", both.port()),
              new InetSocketAddress("::1", both.port()));
      assertThat(node.redirects().get("redirects").findValuesAsText("proxyPort"))
          .containsOnly(String.valueOf(both.port()));
      CiliumNode.assertSound(proxy);
    }
  }

  private void awaitRedirects(int announced, int pending) {
    await()
        .atMost(CiliumNode.PATIENCE)
        .until(
            () ->
                node.redirects().path("redirects").size() == announced
                    && node.redirects().path("pending").size() == pending);
  }

  @Test
  void redirectsGoBeforeTheirListener() throws IOException {
    node.start();
    try (TestProxy proxy = node.proxy()) {
      awaitAll(proxy);
      node.apply("server.yaml", policy("server", "/allowed").replaceAll(" +rules:.*\n", ""));
      proxy.await("no listener", p -> p.listeners().isEmpty());

      assertThat(node.redirects().get("redirects")).isEmpty();
      CiliumNode.assertSound(proxy);
    }
  }

  @Test
  void statusTellsOfStreamsPortsAndTheAccessLog() throws IOException {
    node.start();
    try (TestProxy proxy = node.proxy()) {
      awaitAll(proxy);
      JsonNode cilium = node.report("status").get("ciliumEnvoy");

      assertThat(cilium.at("/ports/0/state").asText()).isEqualTo("acknowledged");
      assertThat(cilium.get("redirectsAnnounced").asInt()).isEqualTo(1);
      assertThat(cilium.get("streams")).hasSize(4);
      assertThat(cilium.at("/accessLog/received").asInt()).isZero();
      assertThat(node.report("xds"))
          .allMatch(c -> c.get("dataPlane").asText().equals("cilium-envoy"));
      assertThat(node.report("endpoints").findValuesAsText("state")).containsExactly("announced");
    }
  }

  @Test
  void oneDirectoryIsServedToBothDataPlanes() throws IOException {
    node = new CiliumNode(folder, DataPlane.ENVOY, DataPlane.CILIUM_ENVOY);
    node.start();
    try (TestProxy proxy = node.proxy()) {
      awaitAll(proxy);
      assertThat(node.agent().xds(DataPlane.ENVOY).store().snapshot().keySet())
          .anyMatch(key -> key.name().startsWith("http/ep:"));
      assertThat(node.xds().store().snapshot().keySet())
          .noneMatch(key -> key.name().contains("ep:"));
      assertThat(node.runDir().resolve("xds.sock")).exists();
      assertThat(node.report("status").get("dataPlanes").toString())
          .isEqualTo("[\"envoy\",\"cilium-envoy\"]");
      CiliumNode.assertSound(proxy);
    }
  }

  @Test
  void socketsAreForThisUserAndTheGroup() throws IOException {
    node.start();
    node.awaitServed();

    assertThat(mode(node.sockets())).isEqualTo("rwxrwx---");
    assertThat(mode(node.sockets().resolve("xds.sock"))).isEqualTo("rw-rw----");
    assertThat(mode(node.sockets().resolve("access_log.sock"))).isEqualTo("rw-rw----");
  }

  @Test
  void socketThatTheCiliumAgentServesIsLeftToIt() throws IOException {
    node.start();
    node.awaitServed();
    node.stop();
    try (UnixServer cilium = UnixServer.start(node.sockets().resolve("xds.sock"), s -> {})) {
      assertThatThrownBy(node::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the Cilium agent still serves");
      assertThat(cilium.path()).exists();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private void awaitAll(TestProxy proxy) {
    proxy.awaitListener(HTTP_INGRESS);
    proxy.await("policies", p -> p.policies().keys().contains("10.60.0.1"));
    proxy.await("hosts", p -> p.hosts().identity("10.60.0.2") > 255);
    node.awaitAnnounced(1);
    assertThat(node.xds().count(Counter.STREAMS)).isPositive();
  }

  private String state(String policy) throws IOException {
    return object(policy).get("state").asText();
  }

  private JsonNode object(String policy) throws IOException {
    for (JsonNode object : node.report("status").get("objects")) {
      if (object.get("kind").asText().equals("CiliumNetworkPolicy")
          && object.get("name").asText().equals(policy)) {
        return object;
      }
    }
    throw new AssertionError("no status of " + policy);
  }
}
