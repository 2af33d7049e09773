package dev.chancery.agent.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts into drawn policies what the stock Envoy does not enforce, and cilium-envoy does. */
final class WiderRules {
  private static final List<String> PATTERNS =
      List.of("a.example", "A.Example", "*.example", "**.example", "b.a.example");

  /** One header an edit, none that a condition speaks of: the order of rules has no meaning. */
  private static final Map<String, String> EDITS =
      Map.of("X-Added", "ADD", "X-Replaced", "REPLACE", "X-Gone", "DELETE", "X-Logged", "LOG");

  private static final List<String> EDITED = EDITS.keySet().stream().sorted().toList();

  private static final List<Object> UPGRADES =
      List.of(
          Map.of("headers", List.of("Upgrade: websocket")),
          Map.of("headers", List.of("Upgrade"), "path", "/.*"),
          Map.of());

  private final Draw draw;

  WiderRules(Draw draw) {
    this.draw = draw;
  }

  /** The same tree with more in it. */
  Object in(Object tree) {
    if (tree instanceof List<?> list) {
      return list.stream().map(this::in).toList();
    }
    if (!(tree instanceof Map<?, ?> map)) {
      return tree;
    }
    Map<Object, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(key, key.equals("http") ? http(value) : in(value)));
    if (copy.containsKey("ports") && !copy.containsKey("rules") && draw.percent(40)) {
      copy.put("serverNames", draw.times(1 + draw.below(2), () -> draw.of(PATTERNS)));
    }
    return copy;
  }

  private Object http(Object rules) {
    List<Object> wider = new ArrayList<>();
    for (Object rule : (List<?>) rules) {
      Map<Object, Object> copy = new LinkedHashMap<>((Map<?, ?>) rule);
      if (draw.percent(40)) {
        copy.put("headerMatches", draw.times(1 + draw.below(2), this::edit));
      }
      wider.add(copy);
    }
    if (!wider.isEmpty() && draw.percent(20)) {
      wider.add(draw.of(UPGRADES));
    }
    return wider;
  }

  private Object edit() {
    String name = draw.of(EDITED);
    return Map.of("name", name, "value", "42", "mismatch", EDITS.get(name));
  }
}
