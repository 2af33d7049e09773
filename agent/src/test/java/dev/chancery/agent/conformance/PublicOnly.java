package dev.chancery.agent.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An application that may see {@code GET} and {@code POST} of {@code /public/} of the host {@code
 * good} alone, whatever else bytes pretend; and two clients: an address that is no pod, and a pod,
 * whose requests pass two HTTP managers.
 */
final class PublicOnly implements AutoCloseable {
  static final String STRANGER = "127.99.0.1";
  static final String POD = "127.40.1.1";
  private static final int PORT = 8080;

  private final ConformanceNode node;
  private int before;

  private PublicOnly(ConformanceNode node) {
    this.node = node;
  }

  static PublicOnly start(Path dir) throws IOException {
    ConformanceNode node = ConformanceNode.start(dir);
    var rule = Map.of("method", "GET|POST", "path", "/public/.*", "host", "good(:[0-9]+)?");
    var policies = List.of(policy("cart", "ingress", rule), policy("web", "egress", Map.of()));
    assertThat(node.enforce(policies)).isEmpty();
    return new PublicOnly(node);
  }

  /** From here on {@link #seen} counts anew. */
  void forget() {
    before = application().requests();
  }

  /** The heads that have reached the application. */
  List<String> seen() {
    return application().heads().subList(before, application().requests());
  }

  /** Their first lines. */
  List<String> lines() {
    return seen().stream().map(head -> head.lines().findFirst().orElse("")).toList();
  }

  /** The statuses of the next {@code count} answers; 0 where the connection has ended. */
  List<Integer> exchange(String client, String bytes, int count) throws IOException {
    try (var connection = RawConnection.open(client, ConformanceNode.address(Fleet.CART, PORT))) {
      connection.send(bytes);
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        statuses.add(connection.answer(true).status());
      }
      return statuses;
    }
  }

  /** Sends a head, without the lines' ends after it, on a connection of its own. */
  int statusOf(String client, String head) throws IOException {
    return exchange(client, head + "\r\n\r\n", 1).get(0);
  }

  /**
   * A request.
   *
   * @param headers each with its line end
   */
  static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: good\r\n" + headers + "\r\n";
  }

  private EchoServer application() {
    return node.application(Fleet.CART, PORT);
  }

  static Map<String, Object> policy(String app, String direction, Object httpRule) {
    var ports =
        Map.of(
            "ports",
            List.of(Map.of("port", String.valueOf(PORT), "protocol", "TCP")),
            "rules",
            Map.of("http", List.of(httpRule)));
    return Map.of(
        "apiVersion",
        "cilium.io/v2",
        "kind",
        "CiliumNetworkPolicy",
        "metadata",
        Map.of("name", app, "namespace", "shop"),
        "spec",
        Map.of(
            "endpointSelector",
            Map.of("matchLabels", Map.of("app", app)),
            direction,
            List.of(Map.of("toPorts", List.of(ports)))));
  }

  @Override
  public void close() throws IOException {
    node.close();
  }
}
