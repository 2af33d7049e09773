package dev.chancery.envoy.npds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request of the recorded questions. */
record RecordedRequest(
    String method, String path, String authority, Map<String, List<String>> headers) {

  static RecordedRequest of(JsonNode written) {
    return new RecordedRequest(
        written.get("method").asText(),
        written.get("path").asText(),
        written.get("host").asText(),
        headers(written.path("headers")));
  }

  static Map<String, List<String>> headers(JsonNode written) {
    Map<String, List<String>> headers = new HashMap<>();
    written
        .properties()
        .forEach(
            e -> {
              List<String> values = new ArrayList<>();
              if (e.getValue().isArray()) {
                e.getValue().forEach(v -> values.add(v.asText()));
              } else {
                values.add(e.getValue().asText());
              }
              headers.put(e.getKey().toLowerCase(Locale.ROOT), values);
            });
    return headers;
  }

  ProxySemantics.Call call(int peer, int port, int proxyId) {
    return new ProxySemantics.Call(
        peer, port, proxyId, method, path, authority, new HashMap<>(headers));
  }
}
