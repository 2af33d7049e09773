package dev.chancery.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.demo.Answer;
import dev.chancery.agent.demo.DeathStar;
import dev.chancery.agent.demo.HttpConnection;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.agent.run.Parts;
import dev.chancery.testing.RealEnvoy;
import dev.chancery.testproxy.traffic.Pod;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.XdsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One agent serves one directory to a stock Envoy and to a stand-in for cilium-envoy. The stock
 * Envoy has the pods' addresses; the other's datapath has addresses in front of them.
 */
class BothPlanesIT {
  private static final int PORT = 8080;
  private static final String PODS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: server, labels: {app: server}, annotations: {chancery.dev/app-address: 127.65.0.1}}
      spec: {containers: [{name: c, ports: [{containerPort: 8080}]}]}
      status: {podIP: 127.64.0.1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: client, labels: {app: client}}
      spec: {containers: [{name: c}]}
      status: {podIP: 127.64.0.2}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: stranger, labels: {app: stranger}}
      spec: {containers: [{name: c}]}
      status: {podIP: 127.64.0.3}
      """;
  private static final String POLICY =
      """
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: server}
      spec:
        endpointSelector: {matchLabels: {app: server}}
        ingress:
        - fromEndpoints: [{matchLabels: {app: client}}]
          toPorts:
          - ports: [{port: "8080", protocol: TCP}]
            rules:
              http:
              - {method: GET, path: "/public/.*"}
              - {method: "PUT|POST", path: "/items/[0-9]+"}
              - {method: GET, path: "/private", headers: ["X-Token: 42"]}
              - {method: GET, path: "/hosted", host: "shop.example"}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: client}
      spec:
        endpointSelector: {matchLabels: {app: client}}
        egress:
        - toEndpoints: [{matchLabels: {app: server}}]
          toPorts:
          - ports: [{port: "8080", protocol: TCP}]
            rules:
              http:
              - {path: "/(public|items|private|hosted).*"}
      """;
  private static final List<String> REQUESTS =
      List.of(
          get("/public/a", "server"),
          get("/public/", "server"),
          get("/public", "server"),
          get("/PUBLIC/a", "server"),
          get("/public/../private", "server"),
          get("/public/%2e%2e/private", "server"),
          get("/public%2f..%2fprivate", "server"),
          get("//public//a", "server"),
          get("/public/./a?x=/../private", "server"),
          get("/public/%61", "server"),
          get("/public/a%20b", "server"),
          get("/private", "server"),
          get("/private", "server\r\nX-Token: 42"),
          get("/private", "server\r\nx-token: 43"),
          get("/private", "server\r\nX-Token: 42\r\nX-Token: 42"),
          get("/hosted", "shop.example"),
          get("/hosted", "shop.example.org"),
          get("/other", "server"),
          send("POST", "/items/1"),
          send("PUT", "/items/23"),
          send("PATCH", "/items/23"),
          send("POST", "/items/x"),
          send("post", "/items/1"));

  @TempDir private Path folder;

  @Test
  void bothGiveTheSameAnswers() throws Exception {
    Path manifests = Files.createDirectory(folder.resolve("m"));
    Files.writeString(manifests.resolve("pods.yaml"), PODS);
    Files.writeString(manifests.resolve("policy.yaml"), POLICY);
    AgentOptions options =
        TestPlane.options(
            AgentOptions.of(folder.resolve("r"), manifests, Optional.of(RealEnvoy.binary())),
            DataPlane.ENVOY,
            DataPlane.CILIUM_ENVOY);
    try (Parts parts = new Parts()) {
      var running = new AtomicReference<Agent>();
      parts.keep(DeathStar.open(new InetSocketAddress(address("127.65.0.1"), PORT)));
      TestPlane plane =
          parts.keep(
              new TestPlane(
                  options,
                  List.of(
                      Pod.server(address("127.64.0.1"), address("127.65.0.1"), PORT)
                          .at(address("127.66.0.1")),
                      Pod.client(address("127.64.0.2")),
                      Pod.client(address("127.64.0.3"))),
                  new ViewPolicy(
                      () -> Objects.requireNonNull(running.get()).reconciler().view(),
                      options.settings().policy())));
      Agent agent = parts.keep(Agent.start(options));
      running.set(agent);
      awaitRevision(agent);
      plane.awaitInForce(agent);
      awaitStock(agent, options);

      List<String> different = new ArrayList<>();
      int passed = 0;
      for (String client : List.of("127.64.0.2", "127.64.0.3")) {
        for (String request : REQUESTS) {
          Answer stock = ask(client, "127.64.0.1", request);
          Answer cilium = ask(client, "127.66.0.1", request);
          passed += stock.status() == 200 ? 1 : 0;
          if (!text(stock).equals(text(cilium))) {
            different.add(client + " " + request.strip() + ": " + stock + " and " + cilium);
          }
        }
      }
      assertThat(different).isEmpty();
      assertThat(passed).isBetween(8, REQUESTS.size() - 8);
      assertThat(plane.proxy().violations()).isEmpty();
    }
  }

  /** Status, where it leads to, and the body. */
  private static String text(Answer answer) {
    return answer + " " + answer.headers().getOrDefault("location", "");
  }

  private static void awaitRevision(Agent agent) {
    org.awaitility.Awaitility.await()
        .atMost(TestPlane.PATIENCE)
        .until(
            () ->
                agent.reconciler().publishedRevision() > 0
                    && agent.reconciler().view().world().policies().size() == 2);
  }

  private static void awaitStock(Agent agent, AgentOptions options) throws Exception {
    XdsServer xds = agent.xds(DataPlane.ENVOY);
    for (ResourceKey key : xds.store().snapshot().keySet()) {
      Delivery answer =
          xds.whenAnswered(options.nodeName(), key)
              .get(TestPlane.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(answer).as(key.name()).isInstanceOf(Delivery.Acked.class);
    }
    org.awaitility.Awaitility.await()
        .atMost(TestPlane.PATIENCE)
        .until(() -> ask("127.64.0.2", "127.64.0.1", get("/public/", "server")).status() == 200);
  }

  private static Answer ask(String from, String to, String request) throws IOException {
    try (HttpConnection connection =
        HttpConnection.open(address(from), new InetSocketAddress(address(to), PORT))) {
      return connection.exchange(request);
    } catch (IOException e) {
      return Answer.of(e);
    }
  }

  private static String get(String target, String host) {
    return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
  }

  private static String send(String method, String target) {
    return method + " " + target + " HTTP/1.1\r\nHost: server\r\nContent-Length: 0\r\n\r\n";
  }

  private static InetAddress address(String text) throws IOException {
    return InetAddress.getByName(text);
  }
}
