package dev.chancery.agent.conformance;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The pods of the conformance tests, and who else sends requests.
 *
 * <p>Clients dial 127.40.0.x; the applications are at 127.41.0.x. Pods agree on what the port
 * {@code metrics} is, and disagree on {@code http} and {@code alt}; only one has a {@code web}.
 */
final class Fleet {
  /** Every server listens on these. */
  static final List<Integer> PORTS = List.of(8080, 8081, 9090);

  static final Pod CART =
      server("shop", "cart", 1, Map.of("http", 8080, "alt", 8081, "metrics", 9090));
  static final Pod STOCK =
      server("shop", "stock", 2, Map.of("alt", 8080, "http", 8081, "metrics", 9090));
  static final Pod ORDERS =
      server("other", "orders", 3, Map.of("http", 8080, "web", 8081, "metrics", 9090));

  /** Its policy names the round; nobody else's policy speaks of it. */
  static final Pod MARKER =
      new Pod(
          "marker",
          "marker",
          Map.of("app", "marker"),
          "127.40.0.9",
          "127.41.0.9",
          Map.of("round", 8080));

  static final Pod WEB = client("shop", "web", "front", 1, Map.of());
  static final Pod JOB = client("shop", "job", "batch", 2, Map.of("probe", 8080));
  static final Pod GUEST = client("other", "guest", "front", 3, Map.of());

  static final List<Pod> SERVERS = List.of(CART, STOCK, ORDERS);
  static final List<Pod> PODS = List.of(CART, STOCK, ORDERS, MARKER, WEB, JOB, GUEST);

  /** The labels of each namespace. */
  private static final Map<String, Map<String, String>> NAMESPACES =
      Map.of("shop", Map.of("env", "prod"), "other", Map.of("env", "test"), "marker", Map.of());

  /** The host, and three that are no pods. */
  static final List<String> STRANGERS =
      List.of("127.0.0.1", "127.99.0.1", "127.99.1.7", "127.99.2.9");

  private Fleet() {}

  private static Pod server(String namespace, String app, int number, Map<String, Integer> ports) {
    return new Pod(
        namespace,
        app,
        Map.of("app", app, "tier", "back"),
        "127.40.0." + number,
        "127.41.0." + number,
        ports);
  }

  private static Pod client(
      String namespace, String app, String tier, int number, Map<String, Integer> ports) {
    return new Pod(
        namespace, app, Map.of("app", app, "tier", tier), "127.40.1." + number, "", ports);
  }

  /** Namespaces and pods. */
  static List<Object> manifests() {
    return Stream.concat(
            NAMESPACES.entrySet().stream().map(e -> namespace(e.getKey(), e.getValue())),
            PODS.stream().<Object>map(Pod::manifest))
        .toList();
  }

  private static Object namespace(String name, Map<String, String> labels) {
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Namespace",
        "metadata",
        Map.of("name", name, "labels", labels));
  }

  /**
   * @param app address of the application; empty for a pod that only sends
   * @param ports by name
   */
  record Pod(
      String namespace,
      String name,
      Map<String, String> labels,
      String ip,
      String app,
      Map<String, Integer> ports) {
    String key() {
      return namespace + "/" + name;
    }

    boolean serves() {
      return !app.isEmpty();
    }

    Map<String, Object> manifest() {
      List<Object> listed =
          ports.entrySet().stream()
              .<Object>map(e -> Map.of("name", e.getKey(), "containerPort", e.getValue()))
              .toList();
      return Map.of(
          "apiVersion",
          "v1",
          "kind",
          "Pod",
          "metadata",
          Map.of(
              "name", name,
              "namespace", namespace,
              "labels", labels,
              "annotations", serves() ? Map.of("chancery.dev/app-address", app) : Map.of()),
          "spec",
          Map.of("containers", List.of(Map.of("name", "main", "ports", listed))),
          "status",
          Map.of("podIP", ip));
    }
  }
}
