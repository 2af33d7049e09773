package dev.chancery.agent.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws what stands in {@code toPorts}. */
final class RuleDraw {
  private static final List<Map<String, Object>> TCP_PORTS =
      List.of(
          Map.of("port", "8080", "protocol", "TCP"),
          Map.of("port", "8080", "protocol", "TCP"),
          Map.of("port", "8081", "protocol", "TCP"),
          Map.of("port", "http", "protocol", "TCP"),
          Map.of("port", "alt", "protocol", "TCP"),
          Map.of("port", "8000", "endPort", 8080, "protocol", "TCP"),
          Map.of("port", "8081", "endPort", 9000, "protocol", "TCP"),
          Map.of("port", "1", "endPort", 65535, "protocol", "TCP"));

  private static final List<Map<String, Object>> OTHER_PORTS =
      List.of(
          Map.of("port", "8080"),
          Map.of("port", "8080", "protocol", "ANY"),
          Map.of("port", "0", "protocol", "TCP"),
          Map.of("port", "8080", "protocol", "UDP"),
          Map.of("port", "9999", "protocol", "TCP"));

  private static final List<String> METHODS =
      List.of("GET", "GET", "POST", "GET|POST", "P.*", "get", "(?i)get", "PROPFIND", "[A-Z]+");

  private static final List<String> PATHS =
      List.of(
          "/admin",
          "/public/.*",
          "/public/.*",
          "/",
          "/.*",
          "/items/[0-9]+",
          "/items/\\d",
          "/items/[[:alnum:]]{1,2}",
          "^/admin$",
          "/admin|/public/a",
          "/a(dmin|)",
          "(?i)/Admin",
          "/(?P<first>admin|items)/?.*",
          "/(?:public|items)/(?:a|7)",
          ".*[?].*",
          "/admin\\?.*",
          "/\\Qitems\\E/.*",
          "/a%zz.*",
          "/[^;]*",
          "/items/\u00e9",
          "/public/a{1,1000}",
          "/adm",
          "/public");

  private static final List<String> HOSTS =
      List.of("good", "good", "good(:\\d+)?", "(?i)good", "good,evil", "[^@,]+", ".+", "go.d\\.?");

  private static final List<String> HEADERS =
      List.of(
          "X-Token: 42",
          "X-Token: 42",
          "x-token 42",
          "X-Token",
          "X-Token: ",
          "X-Token: 42,42",
          "X-Role: admin",
          "X-Role: caf\u00e9",
          "X_Token: 42",
          "Host: good",
          "Cookie",
          "Cookie: a=1,b=2",
          "X-Forwarded-For: 127.40.1.1",
          "X-Forwarded-Proto: http",
          "X-Forwarded-Proto: https",
          "X-Envoy-External-Address",
          "X-Envoy-Original-Path",
          "Content-Length: 3",
          "X-Original-Url");

  /** Meant as patterns; compared as they stand where the policy has no annotation. */
  private static final List<String> HEADER_PATTERNS = List.of("X-Token: [0-9]+", "X-Token: 4.*");

  private final Draw draw;

  RuleDraw(Draw draw) {
    this.draw = draw;
  }

  Map<String, Object> portRule(boolean deny) {
    boolean http = !deny && draw.percent(85);
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("ports", draw.times(1 + draw.below(2), () -> port(http)));
    if (http) {
      rule.put("rules", Map.of("http", httpRules()));
    }
    return rule;
  }

  private Map<String, Object> port(boolean tcp) {
    return tcp || draw.percent(60) ? draw.of(TCP_PORTS) : draw.of(OTHER_PORTS);
  }

  private List<Object> httpRules() {
    int kind = draw.below(40);
    if (kind == 0) {
      return List.of();
    }
    if (kind < 3) {
      return List.of(Map.of());
    }
    return kind < 10 ? longList() : draw.times(1 + draw.below(4), this::httpRule);
  }

  /** Long enough to be grouped. */
  private List<Object> longList() {
    var numbered =
        draw.times(17 + draw.below(20), () -> (Object) Map.of("path", "/items/" + draw.below(30)));
    var mixed = new java.util.ArrayList<Object>(numbered);
    mixed.addAll(draw.times(draw.below(6), this::httpRule));
    return mixed;
  }

  private Object httpRule() {
    Map<String, Object> rule = new LinkedHashMap<>();
    if (draw.percent(40)) {
      rule.put("method", draw.of(METHODS));
    }
    if (draw.percent(85)) {
      rule.put("path", draw.of(PATHS));
    }
    if (draw.percent(20)) {
      rule.put("host", draw.of(HOSTS));
    }
    if (draw.percent(25)) {
      int count = draw.percent(80) ? 1 : 2;
      rule.put(
          "headers", draw.times(count, () -> draw.of(draw.percent(5) ? HEADER_PATTERNS : HEADERS)));
    }
    return rule;
  }
}
