package dev.chancery.agent.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws sets of policies, as the trees that their manifests are. */
final class PolicyDraw {
  private static final List<Map<String, Object>> SUBJECTS =
      List.of(
          labels("app", "cart"),
          labels("tier", "back"),
          labels("app", "web"),
          labels("tier", "front"),
          Map.of(),
          Map.of("matchExpressions", List.of(in("app", "NotIn", "stock", "job"))));

  private static final List<Map<String, Object>> PODS =
      List.of(
          labels("tier", "front"),
          labels("tier", "back"),
          labels("app", "web"),
          labels("app", "job"),
          labels("app", "nobody"),
          Map.of(),
          Map.of("matchLabels", Map.of("k8s:io.kubernetes.pod.namespace", "other")),
          Map.of("matchExpressions", List.of(in("tier", "In", "batch", "back"))));

  private static final List<String> ENTITIES =
      List.of("world", "cluster", "host", "all", "remote-node", "world", "cluster");

  private static final List<String> CIDRS =
      List.of("127.99.0.0/16", "127.99.0.0/24", "127.99.1.7/32", "127.40.0.0/16", "0.0.0.0/0");

  private final Draw draw;
  private final RuleDraw rules;

  PolicyDraw(Draw draw) {
    this.draw = draw;
    this.rules = new RuleDraw(draw);
  }

  List<Object> policies() {
    List<Object> policies = new ArrayList<>();
    int count = 2 + draw.below(4);
    for (int i = 0; i < count; i++) {
      policies.add(policy("p" + i));
    }
    return policies;
  }

  private Map<String, Object> policy(String name) {
    boolean elsewhere = draw.percent(10);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    metadata.put("namespace", elsewhere ? "other" : "shop");
    if (draw.percent(30)) {
      metadata.put("annotations", Map.of("chancery.dev/header-values", "regex"));
    }
    Map<String, Object> spec = new LinkedHashMap<>();
    String direction = elsewhere || draw.percent(30) ? "egress" : "ingress";
    spec.put("endpointSelector", subject(elsewhere, direction));
    spec.put(direction, draw.times(1 + draw.below(3), () -> element(direction, false)));
    if (draw.percent(25)) {
      spec.put(direction + "Deny", List.of(element(direction, true)));
    }
    if (draw.percent(10)) {
      spec.put("enableDefaultDeny", Map.of(direction, false));
    }
    return Map.of(
        "apiVersion",
        "cilium.io/v2",
        "kind",
        "CiliumNetworkPolicy",
        "metadata",
        metadata,
        "spec",
        spec);
  }

  private Map<String, Object> subject(boolean elsewhere, String direction) {
    if (elsewhere) {
      return Map.of();
    }
    return direction.equals("ingress") && draw.percent(60)
        ? labels("tier", "back")
        : draw.of(SUBJECTS);
  }

  private Map<String, Object> element(String direction, boolean deny) {
    Map<String, Object> element = new LinkedHashMap<>(peers(direction, deny));
    if (!draw.percent(deny ? 40 : 8)) {
      element.put("toPorts", draw.times(1 + draw.below(2), () -> rules.portRule(deny)));
    }
    return element;
  }

  private Map<String, Object> peers(String direction, boolean deny) {
    String to = direction.equals("ingress") ? "from" : "to";
    int kind = draw.below(10);
    if (kind < 3 && !deny) {
      return Map.of();
    }
    if (kind < 6) {
      int count = draw.percent(5) ? 0 : 1 + draw.below(2);
      return Map.of(to + "Endpoints", draw.times(count, () -> draw.of(PODS)));
    }
    if (kind < 8) {
      int count = deny ? 1 : 1 + draw.below(2);
      return Map.of(to + "Entities", draw.times(count, () -> draw.of(ENTITIES)));
    }
    return kind == 8
        ? Map.of(to + "CIDR", draw.times(1 + draw.below(2), () -> draw.of(CIDRS)))
        : Map.of(
            to + "CIDRSet",
            List.of(Map.of("cidr", "127.99.0.0/16", "except", List.of("127.99.1.0/24"))));
  }

  private static Map<String, Object> labels(String key, String value) {
    return Map.of("matchLabels", Map.of(key, value));
  }

  private static Map<String, Object> in(String key, String operator, String... values) {
    return Map.of("key", key, "operator", operator, "values", List.of(values));
  }
}
