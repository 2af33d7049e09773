package dev.chancery.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.common.net.InetAddresses;
import com.sun.net.httpserver.HttpServer;
import dev.chancery.agent.demo.Answer;
import dev.chancery.agent.demo.HttpConnection;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.agent.run.Parts;
import dev.chancery.envoy.cilium.IpFamilies;
import dev.chancery.policy.world.Options;
import dev.chancery.testproxy.traffic.L4Policy;
import dev.chancery.testproxy.traffic.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests of the host to both addresses of a pod, over a datapath that lets everything pass but
 * what it is told to redirect. The pod's IPv6 address is dialled at {@code ::1}.
 */
class IpFamiliesIT {
  private static final int PORT = 8082;
  private static final InetAddress IPV4 = InetAddresses.forString("127.73.0.1");
  private static final InetAddress IPV6 = InetAddresses.forString("fd00:73::1");
  private static final InetAddress IPV4_HOST = InetAddresses.forString("127.0.0.1");
  private static final InetAddress IPV6_HOST = InetAddresses.forString("::1");
  private static final InetAddress APPLICATION = InetAddresses.forString("127.74.0.1");
  private static final String MANIFESTS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: server, labels: {app: server}}
      spec: {containers: [{name: c, ports: [{containerPort: 8082}]}]}
      status: {podIP: 127.73.0.1, podIPs: [{ip: 127.73.0.1}, {ip: "fd00:73::1"}]}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: server}
      spec:
        endpointSelector: {matchLabels: {app: server}}
        ingress:
        - fromEntities: [host]
          toPorts:
          - ports: [{port: "8082", protocol: TCP}]
            rules: {http: [{method: GET, path: /allowed}]}
      """;

  @TempDir private Path folder;
  private final AtomicInteger reached = new AtomicInteger();

  @BeforeEach
  void needIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, IPV6_HOST)) {
      assertThat(socket.isBound()).isTrue();
    } catch (IOException e) {
      abort("this machine has no IPv6 loopback address: " + e.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(IpFamilies.class)
  void requestsAreJudgedOnTheFamiliesThatAreOnAndRefusedOnOthers(IpFamilies families)
      throws Exception {
    AgentOptions options = options(families);
    try (Parts parts = new Parts()) {
      HttpServer application = application();
      parts.keep(() -> application.stop(0));
      TestPlane plane =
          parts.keep(
              new TestPlane(
                  options,
                  List.of(
                      Pod.server(IPV4, APPLICATION, PORT),
                      Pod.server(IPV6, APPLICATION, PORT).at(IPV6_HOST)),
                  L4Policy.OPEN));
      Agent agent = parts.keep(Agent.start(options));
      await().atMost(TestPlane.PATIENCE).until(() -> agent.reconciler().publishedRevision() > 0);
      plane.awaitInForce(agent);

      assertJudged(families.serve(IPV4), IPV4_HOST, IPV4);
      assertJudged(families.serve(IPV6), IPV6_HOST, IPV6_HOST);
      assertThat(plane.proxy().violations()).isEmpty();
    }
  }

  private void assertJudged(boolean served, InetAddress from, InetAddress to) {
    int before = reached.get();

    assertThat(get(from, to, "/denied").status()).as("denied, %s", to).isEqualTo(served ? 403 : 0);
    assertThat(reached).hasValue(before);
    assertThat(get(from, to, "/allowed").status())
        .as("allowed, %s", to)
        .isEqualTo(served ? 200 : 0);
    assertThat(reached).hasValue(served ? before + 1 : before);
  }

  /** The host is under the policy too. */
  private AgentOptions options(IpFamilies families) throws IOException {
    Path manifests = Files.createDirectory(folder.resolve("m"));
    Files.writeString(manifests.resolve("all.yaml"), MANIFESTS);
    AgentOptions options =
        TestPlane.options(
            AgentOptions.of(folder.resolve("r"), manifests, Optional.empty()),
            DataPlane.CILIUM_ENVOY);
    Settings usual = options.settings();
    return options.withSettings(
        new Settings(
            usual.cluster(),
            usual.language(),
            new Options(Options.Enforcement.DEFAULT, false),
            usual.envoy(),
            usual.cilium().with(families),
            usual.dataPlanes()));
  }

  private HttpServer application() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(APPLICATION, PORT), 16);
    server.createContext(
        "/",
        exchange -> {
          reached.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static Answer get(InetAddress from, InetAddress to, String path) {
    try (HttpConnection connection = HttpConnection.open(from, new InetSocketAddress(to, PORT))) {
      return connection.exchange("GET " + path + " HTTP/1.1\r\nHost: server\r\n\r\n");
    } catch (IOException e) {
      return Answer.of(e);
    }
  }
}
