package dev.chancery.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.chancery.agent.demo.Answer;
import dev.chancery.agent.demo.HttpConnection;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.agent.run.Parts;
import dev.chancery.testproxy.traffic.L4Policy;
import dev.chancery.testproxy.traffic.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token lets requests pass for as long as the Secret that it is compared with is there. */
class DeletedSecretIT {
  private static final int PORT = 8081;
  private static final String CLIENT = "127.69.0.2";
  private static final String SERVER = "127.69.0.1";
  private static final String APPLICATION = "127.70.0.1";
  private static final String MANIFESTS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: server, labels: {app: server}}
      spec: {containers: [{name: c, ports: [{containerPort: 8081}]}]}
      status: {podIP: 127.69.0.1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: client, labels: {app: client}}
      spec: {containers: [{name: c}]}
      status: {podIP: 127.69.0.2}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: server}
      spec:
        endpointSelector: {matchLabels: {app: server}}
        ingress:
        - fromEndpoints: [{matchLabels: {app: client}}]
          toPorts:
          - ports: [{port: "8081", protocol: TCP}]
            rules: {http: [{headerMatches: [{name: X-Token, secret: {name: token, namespace: default}}]}]}
        - fromEndpoints: [{matchLabels: {app: nobody}}]
          toPorts: [{ports: [{port: "8081", protocol: TCP}]}]
      """;
  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: token}
      stringData: {value: planted-9c1d}
      """;

  @TempDir private Path folder;

  @Test
  void requestsAreDeniedFromTheDeletionOfTheSecretUntilItsReturn() throws Exception {
    Path manifests = Files.createDirectory(folder.resolve("m"));
    Files.writeString(manifests.resolve("all.yaml"), MANIFESTS);
    Path secret = Files.writeString(manifests.resolve("secret.yaml"), SECRET);
    AgentOptions options =
        TestPlane.options(
            AgentOptions.of(folder.resolve("r"), manifests, Optional.empty()),
            DataPlane.CILIUM_ENVOY);
    HttpServer server = HttpServer.create(new InetSocketAddress(APPLICATION, PORT), 16);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try (Parts parts = new Parts()) {
      parts.keep(() -> server.stop(0));
      TestPlane plane =
          parts.keep(
              new TestPlane(
                  options,
                  List.of(
                      Pod.server(address(SERVER), address(APPLICATION), PORT),
                      Pod.client(address(CLIENT))),
                  L4Policy.CLOSED));
      parts.keep(Agent.start(options));
      plane.awaitRedirects(1);
      awaitStatus(200);
      assertThat(get("another").status()).isEqualTo(403);

      try (HttpConnection open = open()) {
        assertThat(open.exchange(request("planted-9c1d")).status()).isEqualTo(200);

        Files.move(secret, folder.resolve("away.yaml"), StandardCopyOption.ATOMIC_MOVE);
        awaitStatus(403);
        assertThat(open.exchange(request("planted-9c1d")).status())
            .as("on a connection that was open before")
            .isEqualTo(403);
      }

      Files.move(folder.resolve("away.yaml"), secret, StandardCopyOption.ATOMIC_MOVE);
      awaitStatus(200);
      assertThat(get("another").status()).isEqualTo(403);
      assertThat(plane.proxy().violations()).isEmpty();
    }
  }

  private static void awaitStatus(int status) {
    await()
        .atMost(TestPlane.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> get("planted-9c1d").status() == status);
  }

  private static Answer get(String token) {
    try (HttpConnection connection = open()) {
      return connection.exchange(request(token));
    } catch (IOException e) {
      return Answer.of(e);
    }
  }

  private static HttpConnection open() throws IOException {
    return HttpConnection.open(address(CLIENT), new InetSocketAddress(SERVER, PORT));
  }

  private static String request(String token) {
    return "GET / HTTP/1.1\r\nHost: server\r\nX-Token: " + token + "\r\n\r\n";
  }

  private static InetAddress address(String text) throws IOException {
    return InetAddress.getByName(text);
  }
}
