package dev.chancery.agent.conformance;

import java.util.List;
import java.util.Map;

/**
 * The pods of the conformance tests, and who else sends requests.
 *
 * <p>Clients dial 127.40.0.x; the applications are at 127.41.0.x.
 */
final class Fleet {
  /** Every server listens on these. */
  static final List<Integer> PORTS = List.of(8080, 8081);

  static final Pod CART =
      new Pod("shop", "cart", Map.of("app", "cart", "tier", "back"), "127.40.0.1", "127.41.0.1");
  static final Pod STOCK =
      new Pod("shop", "stock", Map.of("app", "stock", "tier", "back"), "127.40.0.2", "127.41.0.2");

  /** Its policy names the round; nobody else's policy speaks of it. */
  static final Pod MARKER =
      new Pod("marker", "marker", Map.of("app", "marker"), "127.40.0.9", "127.41.0.9");

  static final Pod WEB =
      new Pod("shop", "web", Map.of("app", "web", "tier", "front"), "127.40.1.1", "");
  static final Pod JOB =
      new Pod("shop", "job", Map.of("app", "job", "tier", "batch"), "127.40.1.2", "");
  static final Pod GUEST =
      new Pod("other", "guest", Map.of("app", "guest", "tier", "front"), "127.40.1.3", "");

  static final List<Pod> SERVERS = List.of(CART, STOCK);
  static final List<Pod> PODS = List.of(CART, STOCK, MARKER, WEB, JOB, GUEST);

  /** The host, and two that are no pods. */
  static final List<String> STRANGERS = List.of("127.0.0.1", "127.99.0.1", "127.99.1.7");

  private Fleet() {}

  /**
   * @param app address of the application; empty for a pod that only sends
   */
  record Pod(String namespace, String name, Map<String, String> labels, String ip, String app) {
    String key() {
      return namespace + "/" + name;
    }

    boolean serves() {
      return !app.isEmpty();
    }

    Map<String, Object> manifest() {
      List<Object> ports =
          serves()
              ? List.of(
                  Map.of("name", "http", "containerPort", PORTS.get(0)),
                  Map.of("name", "alt", "containerPort", PORTS.get(1)))
              : List.of();
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
          Map.of("containers", List.of(Map.of("name", "main", "ports", ports))),
          "status",
          Map.of("podIP", ip));
    }
  }
}
