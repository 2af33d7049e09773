package dev.chancery.agent.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws sets of policies, as the trees that their manifests are. */
final class PolicyDraw {
  private static final List<String> NAMESPACES = List.of("shop", "shop", "shop", "other");

  private final Draw draw;
  private final PeerDraw peers;
  private final RuleDraw rules;

  PolicyDraw(Draw draw) {
    this.draw = draw;
    this.peers = new PeerDraw(draw);
    this.rules = new RuleDraw(draw);
  }

  /** Three to eight. */
  List<Object> policies() {
    List<Object> policies = new ArrayList<>();
    int count = 3 + draw.below(6);
    for (int i = 0; i < count; i++) {
      policies.add(policy("p" + i));
    }
    return policies;
  }

  private Map<String, Object> policy(String name) {
    boolean clusterwide = draw.percent(15);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    if (!clusterwide) {
      metadata.put("namespace", draw.of(NAMESPACES));
    }
    if (draw.percent(20)) {
      metadata.put("annotations", Map.of("chancery.dev/header-values", "regex"));
    }
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("apiVersion", "cilium.io/v2");
    policy.put("kind", clusterwide ? "CiliumClusterwideNetworkPolicy" : "CiliumNetworkPolicy");
    policy.put("metadata", metadata);
    if (draw.percent(85)) {
      policy.put("spec", rule());
    }
    if (!policy.containsKey("spec") || draw.percent(10)) {
      policy.put("specs", draw.times(1 + draw.below(2), this::rule));
    }
    return policy;
  }

  private Map<String, Object> rule() {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("endpointSelector", peers.subject());
    boolean both = draw.percent(15);
    boolean ingress = draw.percent(60);
    Map<String, Object> defaultDeny = new LinkedHashMap<>();
    if (both || ingress) {
      direction("ingress", rule, defaultDeny);
    }
    if (both || !ingress) {
      direction("egress", rule, defaultDeny);
    }
    if (!defaultDeny.isEmpty()) {
      rule.put("enableDefaultDeny", defaultDeny);
    }
    return rule;
  }

  private void direction(
      String direction, Map<String, Object> rule, Map<String, Object> defaultDeny) {
    boolean denies = draw.percent(25);
    if (!denies || draw.percent(60)) {
      rule.put(direction, draw.times(1 + draw.below(3), () -> element(direction, false)));
    }
    if (denies) {
      rule.put(direction + "Deny", draw.times(1 + draw.below(2), () -> element(direction, true)));
    }
    if (draw.percent(15)) {
      defaultDeny.put(direction, draw.percent(20));
    }
  }

  private Map<String, Object> element(String direction, boolean deny) {
    Map<String, Object> element = new LinkedHashMap<>(peers.peers(direction, deny));
    if (!draw.percent(deny ? 25 : 8)) {
      element.put("toPorts", draw.times(1 + draw.below(2), () -> rules.portRule(deny)));
    }
    return element;
  }
}
