package dev.chancery.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.demo.Answer;
import dev.chancery.agent.demo.DeathStar;
import dev.chancery.agent.demo.HttpConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two revisions, each of which denies a request on another side: the client's egress policy in the
 * one, the server's ingress policy in the other. It must not pass while one follows the other.
 */
class SwapIT {
  private static final int SWAPS = 30;
  private static final int PORT = 8080;
  private static final String PODS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: server, labels: {app: server}, annotations: {chancery.dev/app-address: 127.53.0.1}}
      spec: {containers: [{name: c, ports: [{containerPort: 8080}]}]}
      status: {podIP: 127.52.0.1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: client, labels: {app: client}}
      spec: {containers: [{name: c}]}
      status: {podIP: 127.52.0.2}
      """;

  @TempDir Path folder;

  @Test
  void whatOldAndNewPolicyBothDenyDoesNotPassBetweenThem() throws Exception {
    var app = new InetSocketAddress(InetAddress.getByName("127.53.0.1"), PORT);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    AtomicBoolean over = new AtomicBoolean();
    try (DeathStar server = DeathStar.open(app);
        Node node = new Node(folder)) {
      node.apply("pods.yaml", PODS);
      node.apply("policy.yaml", policies("/secret", "/other"));
      Callable<Long> asking = () -> ask(over);
      Future<Long> one = threads.submit(asking);
      Future<Long> two = threads.submit(asking);
      for (int i = 0; i < SWAPS; i++) {
        boolean even = i % 2 == 0;
        node.apply(
            "policy.yaml", even ? policies("/other", "/secret") : policies("/secret", "/other"));
      }
      over.set(true);
      long asked = one.get(30, TimeUnit.SECONDS) + two.get(30, TimeUnit.SECONDS);

      assertThat(asked).isGreaterThan(SWAPS);
      assertThat(server.requests()).as("of %d requests that reached the server", asked).isZero();
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  /** Every answer is a denial; how many there were. */
  private static long ask(AtomicBoolean over) throws Exception {
    var to = new InetSocketAddress(InetAddress.getByName("127.52.0.1"), PORT);
    long asked = 0;
    try (HttpConnection connection = HttpConnection.open(InetAddress.getByName("127.52.0.2"), to)) {
      while (!over.get()) {
        Answer answer = connection.exchange("GET /secret HTTP/1.1\r\nHost: server\r\n\r\n");
        assertThat(answer.status()).isEqualTo(403);
        asked++;
      }
    }
    return asked;
  }

  /** The client may send {@code out}, the server may receive {@code in}. */
  private static String policies(String out, String in) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: both}
        specs:
        - endpointSelector: {matchLabels: {app: client}}
          egress:
          - toEndpoints: [{matchLabels: {app: server}}]
            toPorts:
            - ports: [{port: "8080", protocol: TCP}]
              rules: {http: [{path: "%s"}]}
        - endpointSelector: {matchLabels: {app: server}}
          ingress:
          - fromEndpoints: [{matchLabels: {app: client}}]
            toPorts:
            - ports: [{port: "8080", protocol: TCP}]
              rules: {http: [{path: "%s"}]}
        """
        .formatted(out, in);
  }
}
