package dev.chancery.agent.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What requests are made of, with what Envoy makes of it. */
final class Vocabulary {
  static final List<Target> TARGETS =
      List.of(
          Target.same("/"),
          Target.same("/admin"),
          Target.same("/public/a"),
          Target.same("/items/7"),
          Target.same("/items/20"),
          Target.same("/public/a?token=1&x=/../admin%2f"),
          Target.same("/admin?"),
          Target.same("/a%zz?token=S"),
          Target.same("/ADMIN"),
          Target.same("/admin/"),
          Target.same("/admin;x=1"),
          Target.same("/public;/a"),
          Target.same("/admin%20"),
          Target.same("/a%252f..%252fadmin"),
          Target.same("/public/" + "a".repeat(20_000)),
          Target.same("/items/%C3%A9"),
          Target.to("//admin", "/admin"),
          Target.to("/./admin", "/admin"),
          Target.to("/a/../admin", "/admin"),
          Target.to("/public/../admin?x=1", "/admin?x=1"),
          Target.to("/public/%2e%2e/admin", "/admin"),
          Target.to("/public/%2E./admin", "/admin"),
          Target.to("/a/..;x/admin", "/admin"),
          Target.to("/a/..;/admin", "/admin"),
          Target.to("/a\\..\\admin", "/admin"),
          Target.to("/%61dmin", "/admin"),
          Target.to("/public///a", "/public/a"),
          Target.to("/items/.", "/items/"),
          Target.to("/../../admin", "/admin"),
          Target.absolute("http://evil/admin", "evil", "/admin"),
          Target.absolute("http://good/public/a?x=1", "good", "/public/a?x=1"),
          Target.absolute("http://user:pw@good:80/admin", "good:80", "/admin"),
          Target.absolute("http://good", "good", "/"),
          Target.absolute("http://GOOD//public/../admin", "GOOD", "/admin"),
          Target.refused("/public%2f..%2fadmin", 307),
          Target.refused("/a%2F..%2Fadmin", 307),
          Target.refused("/a%5c..%5cadmin", 307),
          Target.refused("/items%2F7", 307),
          Target.refused("/admin#frag", 400),
          Target.refused("/admin x", 400),
          Target.refused("/admin\u0000", 400),
          Target.refused("/admin\u007f", 400),
          Target.refused("/admin\u00e9", 400),
          Target.refused("/admin%00", 400),
          Target.refused("admin", 400),
          Target.refused("?x", 400));

  /** Host header lines to what the policy sees; empty where Envoy refuses. */
  static final Map<String, String> HOSTS =
      Map.ofEntries(
          Map.entry("Host: good", "good"),
          Map.entry("host:   good  ", "good"),
          Map.entry("Host: GOOD", "GOOD"),
          Map.entry("Host: good.", "good."),
          Map.entry("Host: good:80", "good:80"),
          Map.entry("Host: good@evil", "good@evil"),
          Map.entry("Host: evil", "evil"),
          Map.entry("Host:", ""),
          Map.entry("Host: good\r\nHost: evil", "good,evil"),
          Map.entry("Host: good\r\nHost: good", "good,good"));

  static final List<String> REFUSED_HOSTS = List.of("Host: good/evil", "X-No-Host: 1");

  static final List<String> METHODS =
      List.of("GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "PROPFIND");

  static final List<String> REFUSED_METHODS = List.of("get", "Get", "BREW", "G".repeat(8192));

  /** Further header lines. */
  static final List<String> HEADERS =
      List.of(
          "X-Token: 42",
          "x-token: 42",
          "X-TOKEN:\t42 ",
          "X-Token:",
          "X-Token: 43",
          "X-Token: 42\r\nX-Token: 42",
          "X-Token: 42\r\nx-token: 43",
          "X-Token: 42,43",
          "X-Token: [0-9]+",
          "X_Token: 42",
          "X-Role: admin",
          "X-Role: caf\u00c3\u00a9",
          "X-Role: Admin",
          "X-Role:",
          "X-Forwarded-For: 127.40.1.1",
          "X-Forwarded-Proto: https",
          "X-Envoy-Original-Path: /public/a",
          "X-Original-Url: /public/a",
          "X-Http-Method-Override: GET",
          "X-Chancery-Next-Hop: ingress/127.40.0.2",
          "Cookie: a=1\r\nCookie: b=2");

  private Vocabulary() {}

  /** A request for each word, the other words of it tame. */
  static List<WireRequest> everyWord() {
    List<WireRequest> all = new ArrayList<>();
    TARGETS.forEach(
        t -> all.add(new WireRequest("GET", t, "Host: good", "good", List.of(), "", t.status())));
    HOSTS.forEach((h, seen) -> all.add(root("GET", h, seen, List.of(), 200)));
    REFUSED_HOSTS.forEach(h -> all.add(root("GET", h, "", List.of(), 400)));
    METHODS.forEach(m -> all.add(root(m, "Host: good", "good", List.of(), 200)));
    REFUSED_METHODS.forEach(m -> all.add(root(m, "Host: good", "good", List.of(), 400)));
    HEADERS.forEach(h -> all.add(root("GET", "Host: good", "good", List.of(h), 200)));
    return all;
  }

  private static WireRequest root(
      String method, String host, String authority, List<String> headers, int status) {
    return new WireRequest(method, Target.same("/"), host, authority, headers, "", status);
  }
}
