package dev.chancery.agent.conformance;

import dev.chancery.policy.evaluate.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A request as sent, and as the policy is to see it.
 *
 * @param host the lines that name the host
 * @param authority what the policy sees of them
 * @param headers further lines
 * @param status 200 where the policy is asked; else what Envoy answers without asking it
 */
record WireRequest(
    String method,
    Target target,
    String host,
    String authority,
    List<String> headers,
    String body,
    int status) {

  /** Nothing about it is odd. */
  static WireRequest plain(String method, String path) {
    return new WireRequest(method, Target.same(path), "Host: good", "good", List.of(), "", 200);
  }

  /** The same with one thing less that is odd about it. */
  List<WireRequest> plainer() {
    List<WireRequest> all = new ArrayList<>();
    for (int i = 0; i < headers.size(); i++) {
      List<String> fewer = new ArrayList<>(headers);
      String dropped = fewer.remove(i);
      String left = dropped.startsWith("Content-Length") ? "" : body;
      all.add(new WireRequest(method, target, host, authority, fewer, left, status));
    }
    WireRequest plain = plain("GET", "/");
    if (status == plain.status()) {
      all.add(new WireRequest(plain.method, target, host, authority, headers, body, status));
      all.add(new WireRequest(method, plain.target, host, authority, headers, body, status));
      all.add(new WireRequest(method, target, plain.host, plain.authority, headers, body, status));
    }
    all.removeIf(this::equals);
    return all;
  }

  String bytes() {
    StringBuilder bytes = new StringBuilder(method + " " + target.raw() + " HTTP/1.1\r\n");
    bytes.append(host).append("\r\n");
    headers.forEach(h -> bytes.append(h).append("\r\n"));
    return bytes.append("\r\n").append(body).toString();
  }

  /** The further lines as lower-case names and values, in order. */
  List<Map.Entry<String, String>> fields() {
    return headers.stream()
        .flatMap(h -> Stream.of(h.split("\r\n", -1)))
        .map(
            line -> {
              int colon = line.indexOf(':');
              String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
              return Map.entry(name, line.substring(colon + 1).strip());
            })
        .toList();
  }

  /**
   * Whether HTTP/2 has this request, and Envoy makes the same of it: what is refused or rewritten
   * there before the policy is asked is another matter, and so are the crumbs of cookies.
   */
  boolean speaks(Wire wire) {
    return wire == Wire.HTTP_1
        || (status == 200
            && target.authority().isEmpty()
            && target.raw().length() < 1000
            && host.equals("Host: " + authority)
            && !authority.isEmpty()
            && !authority.contains("@")
            && fields().stream().noneMatch(f -> f.getKey().equals("cookie")));
  }

  /** The one authority that is matched and forwarded. */
  String forwardedHost() {
    return target.authority().orElse(authority);
  }

  boolean answerHasBody() {
    return !method.equals("HEAD");
  }

  /**
   * Envoy sets two headers of its own before it asks the policy, whatever the client sent, and
   * takes away those by which other Envoys talk to each other.
   *
   * @param client its address
   */
  Request.Http http(String client) {
    Map<String, List<String>> seen = new HashMap<>();
    fields()
        .forEach(f -> seen.computeIfAbsent(f.getKey(), n -> new ArrayList<>()).add(f.getValue()));
    seen.keySet().removeIf(name -> name.startsWith("x-envoy-"));
    seen.put("x-envoy-external-address", List.of(client));
    seen.put("x-forwarded-proto", List.of("http"));
    return new Request.Http(method, target.path(), forwardedHost(), seen);
  }
}
