package dev.chancery.agent.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws whom rules bind, and whom their elements speak of. */
final class PeerDraw {
  private static final List<Map<String, Object>> SUBJECTS =
      List.of(
          labels("tier", "back"),
          labels("tier", "back"),
          labels("app", "cart"),
          labels("k8s:app", "orders"),
          labels("app", "web"),
          labels("tier", "front"),
          Map.of("matchExpressions", List.of(in("tier", "In", "batch", "back"))),
          Map.of("matchExpressions", List.of(in("app", "NotIn", "stock", "job", "marker"))));

  private static final List<Map<String, Object>> PODS =
      List.of(
          labels("tier", "front"),
          labels("tier", "back"),
          labels("app", "web"),
          labels("any:app", "job"),
          labels("app", "nobody"),
          Map.of(),
          labels("k8s:io.kubernetes.pod.namespace", "other"),
          labels("k8s:io.cilium.k8s.namespace.labels.env", "test"),
          labels("k8s:io.cilium.k8s.policy.serviceaccount", "default"),
          labels("reserved:host", ""),
          Map.of("matchExpressions", List.of(exists("k8s:io.kubernetes.pod.namespace"))),
          Map.of("matchExpressions", List.of(in("tier", "In", "batch", "back"))),
          Map.of("matchExpressions", List.of(in("app", "NotIn", "web"))));

  private static final List<String> ENTITIES =
      List.of("world", "world", "cluster", "cluster", "host", "all", "remote-node", "none");

  /** A deny of peers that the data plane does not know is refused. */
  private static final List<String> DENIED_ENTITIES = List.of("world", "host", "all", "none");

  private static final List<String> CIDRS =
      List.of(
          "127.99.0.0/16", "127.99.0.0/24", "127.99.1.7/32", "127.40.0.0/16", "0.0.0.0/0", "::/0");

  private static final List<List<String>> EXCEPTIONS =
      List.of(
          List.of("127.99.1.0/24"),
          List.of("127.99.0.0/24", "127.99.1.7/32"),
          List.of("127.99.0.0/15"),
          List.of());

  private final Draw draw;

  PeerDraw(Draw draw) {
    this.draw = draw;
  }

  /** Never the marker. */
  Map<String, Object> subject() {
    return draw.of(SUBJECTS);
  }

  Map<String, Object> peers(String direction, boolean deny) {
    String to = direction.equals("ingress") ? "from" : "to";
    int kind = draw.below(10);
    if (kind < 2 || (kind == 2 && !deny)) {
      return Map.of();
    }
    if (kind < 6) {
      int count = draw.percent(5) ? 0 : 1 + draw.below(2);
      return Map.of(to + "Endpoints", draw.times(count, () -> draw.of(PODS)));
    }
    if (kind < 8) {
      int count = deny ? 1 : 1 + draw.below(2);
      return Map.of(
          to + "Entities", draw.times(count, () -> draw.of(deny ? DENIED_ENTITIES : ENTITIES)));
    }
    return kind == 8
        ? Map.of(to + "CIDR", draw.times(1 + draw.below(2), () -> draw.of(CIDRS)))
        : Map.of(to + "CIDRSet", draw.times(1 + draw.below(2), this::cidrSet));
  }

  private Object cidrSet() {
    Map<String, Object> set = new LinkedHashMap<>();
    boolean everyone = draw.percent(30);
    set.put("cidr", everyone ? "0.0.0.0/0" : "127.99.0.0/16");
    if (draw.percent(80)) {
      set.put("except", draw.of(EXCEPTIONS));
    }
    return set;
  }

  private static Map<String, Object> labels(String key, String value) {
    return Map.of("matchLabels", Map.of(key, value));
  }

  private static Map<String, Object> in(String key, String operator, String... values) {
    return Map.of("key", key, "operator", operator, "values", List.of(values));
  }

  private static Map<String, Object> exists(String key) {
    return Map.of("key", key, "operator", "Exists");
  }
}
