package dev.chancery.agent.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws what stands in {@code toPorts}. */
final class RuleDraw {
  /** HTTP rules may stand beside these. */
  private static final List<Map<String, Object>> TCP_PORTS =
      List.of(
          port("8080", "TCP"),
          port("8080", "TCP"),
          port("8081", "tcp"),
          port("9090", "TCP"),
          port("http", "TCP"),
          port("http", "TCP"),
          port("alt", "TCP"),
          port("metrics", "TCP"),
          port("WEB", "TCP"),
          port("probe", "TCP"),
          port("0120", "TCP"),
          range("8000", 8080, "TCP"),
          range("8080", 8081, "TCP"),
          range("8081", 9000, "TCP"),
          range("8081", 8080, "TCP"),
          range("http", 8081, "TCP"),
          range("1", 65535, "TCP"));

  private static final List<Map<String, Object>> OTHER_PORTS =
      List.of(
          Map.of("port", "8080"),
          port("8080", "ANY"),
          port("metrics", "ANY"),
          range("8000", 8080, "ANY"),
          port("0", "TCP"),
          port("0", "ANY"),
          port("8080", "UDP"),
          port("8081", "SCTP"),
          port("9999", "TCP"));

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

  private static final List<Map<String, Object>> HEADER_MATCHES =
      List.of(
          Map.of("name", "X-Token", "value", "42"),
          Map.of("name", "x-token"),
          Map.of("name", "X-Token", "value", "42,42", "mismatch", ""),
          Map.of("name", "X-Role", "value", "admin"),
          Map.of("name", "X-Token", "value", "[0-9]+"),
          Map.of("name", "Host", "value", "good"));

  private final Draw draw;

  RuleDraw(Draw draw) {
    this.draw = draw;
  }

  Map<String, Object> portRule(boolean deny) {
    boolean http = !deny && draw.percent(75);
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
    if (draw.percent(10)) {
      rule.put("headerMatches", draw.times(1 + draw.below(2), () -> draw.of(HEADER_MATCHES)));
    }
    if (draw.percent(25)) {
      int count = draw.percent(80) ? 1 : 2;
      rule.put(
          "headers", draw.times(count, () -> draw.of(draw.percent(5) ? HEADER_PATTERNS : HEADERS)));
    }
    return rule;
  }

  private static Map<String, Object> port(String port, String protocol) {
    return Map.of("port", port, "protocol", protocol);
  }

  private static Map<String, Object> range(String port, int endPort, String protocol) {
    return Map.of("port", port, "endPort", endPort, "protocol", protocol);
  }
}
