package dev.chancery.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.agent.run.Parts;
import dev.chancery.testproxy.traffic.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS connections that pass, or not, by the name in their hello; the server never answers it. */
class ServerNamesIT {
  private static final int PORT = 8443;
  private static final String MANIFESTS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: server, labels: {app: server}}
      spec: {containers: [{name: c, ports: [{containerPort: 8443}]}]}
      status: {podIP: 127.67.0.1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: client, labels: {app: client}}
      spec: {containers: [{name: c}]}
      status: {podIP: 127.67.0.2}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: client}
      spec:
        endpointSelector: {matchLabels: {app: client}}
        egress:
        - toEndpoints: [{matchLabels: {app: server}}]
          toPorts:
          - ports: [{port: "8443", protocol: TCP}]
            serverNames: ["shop.example", "*.wild.example"]
      """;

  @TempDir private Path folder;

  @Test
  void namesOfThePolicyPassAndOthersDoNot() throws Exception {
    Path manifests = Files.createDirectory(folder.resolve("m"));
    Files.writeString(manifests.resolve("all.yaml"), MANIFESTS);
    AgentOptions options =
        TestPlane.options(
            AgentOptions.of(folder.resolve("r"), manifests, Optional.empty()),
            DataPlane.CILIUM_ENVOY);
    AtomicInteger reached = new AtomicInteger();
    try (Parts parts = new Parts()) {
      serve(parts.keep(new ServerSocket(PORT, 16, address("127.68.0.1"))), reached);
      var running = new AtomicReference<Agent>();
      TestPlane plane =
          parts.keep(
              new TestPlane(
                  options,
                  List.of(
                      Pod.server(address("127.67.0.1"), address("127.68.0.1"), PORT),
                      Pod.client(address("127.67.0.2"))),
                  new ViewPolicy(
                      () -> Objects.requireNonNull(running.get()).reconciler().view(),
                      options.settings().policy())));
      Agent agent = parts.keep(Agent.start(options));
      running.set(agent);
      await().atMost(TestPlane.PATIENCE).until(() -> agent.reconciler().publishedRevision() > 0);
      plane.awaitInForce(agent);
      assertThat(plane.redirects().announced()).singleElement().asString().contains("egress");

      hello("shop.example");
      hello("a.wild.example");
      assertThat(reached).hasValue(2);
      for (String name : List.of("evil.example", "wild.example", "a.b.wild.example", "")) {
        hello(name);
        assertThat(reached).as(name).hasValue(2);
      }
      assertThat(plane.proxy().violations()).isEmpty();
    }
  }

  /** Counts connections on which a hello arrives, and closes them. */
  private static void serve(ServerSocket server, AtomicInteger reached) {
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  if (socket.getInputStream().read() == 22) {
                    reached.incrementAndGet();
                  }
                } catch (IOException e) {
                  // The next one, or the end.
                }
              }
            },
            "tls-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns when the connection has ended, as it does either way. */
  private static void hello(String name) throws IOException {
    try (SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket()) {
      socket.bind(new InetSocketAddress(address("127.67.0.2"), 0));
      socket.setSoTimeout(10_000);
      if (!name.isEmpty()) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
      }
      socket.connect(new InetSocketAddress(address("127.67.0.1"), PORT));
      socket.startHandshake();
      throw new AssertionError("a handshake with nobody");
    } catch (SSLException | java.net.SocketException e) {
      // The end of the connection.
    }
  }

  private static InetAddress address(String text) throws IOException {
    return InetAddress.getByName(text);
  }
}
