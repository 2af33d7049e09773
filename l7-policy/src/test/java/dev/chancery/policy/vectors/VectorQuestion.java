package dev.chancery.policy.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Decision;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.HeaderEdits;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.map.MapEntries;
import dev.chancery.policy.map.MapLookup;
import dev.chancery.policy.map.MapVerdict;
import dev.chancery.policy.map.Wildcards;
import dev.chancery.policy.resolve.EndpointPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One question of a row, put to the evaluator and to the maps. */
record VectorQuestion(JsonNode node, VectorWorld world, Map<String, EndpointPolicy> policies) {

  /** What is answered in another way than the reference does. */
  List<String> wrongAnswers() {
    List<String> wrong = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      if (node.has(direction.text())) {
        String expected = node.get(direction.text()).asText();
        check("evaluator " + direction, answer(direction), expected, wrong);
        for (Wildcards wildcards : Wildcards.values()) {
          check(
              "map " + wildcards + " " + direction, answer(direction, wildcards), expected, wrong);
        }
      }
    }
    node.path("http").forEach(request -> checkHttp(request, wrong));
    return wrong;
  }

  private void check(String what, String answer, String expected, List<String> wrong) {
    if (!answer.equals(expected)) {
      wrong.add(what + ": " + answer + " of " + node);
    }
  }

  private String answer(Direction direction) {
    Decision decision =
        Evaluator.decide(policy(direction).direction(direction), request(direction, null));
    return decision.allowed() ? decision.redirected() ? "redirected" : "allowed" : "denied";
  }

  private String answer(Direction direction, Wildcards wildcards) {
    Request request = request(direction, null);
    MapVerdict verdict =
        MapLookup.in(
                MapEntries.of(policy(direction), world.world().options(), wildcards), wildcards)
            .decide(direction, request.peer(), request.protocol(), request.port());
    return verdict.allowed() ? verdict.redirected() ? "redirected" : "allowed" : "denied";
  }

  private void checkHttp(JsonNode written, List<String> wrong) {
    Request.Http http = http(written);
    boolean allowed = true;
    for (Direction direction : List.of(Direction.EGRESS, Direction.INGRESS)) {
      if (node.has(direction.text())) {
        var policy = policy(direction).direction(direction);
        Request request = request(direction, http);
        allowed &= Evaluator.decide(policy, request).allowed();
        http = HeaderEdits.after(policy, request).http().orElseThrow();
      }
    }
    if (allowed != written.get("allowed").asBoolean()) {
      wrong.add("http: " + allowed + " of " + written + " of " + node);
    }
    Map<String, String> expected = new HashMap<>();
    JsonNode after = written.path(written.has("headers_after") ? "headers_after" : "headers");
    after.properties().forEach(e -> expected.put(e.getKey(), String.join(",", values(e))));
    Map<String, String> actual = new HashMap<>();
    http.headers().forEach((name, values) -> actual.put(name, String.join(",", values)));
    if (allowed && !actual.equals(expected)) {
      wrong.add("headers behind: " + actual + " of " + written + " of " + node);
    }
  }

  private EndpointPolicy policy(Direction direction) {
    String self = node.get(direction == Direction.EGRESS ? "from" : "to").asText();
    return Optional.ofNullable(policies.get(self)).orElseThrow();
  }

  private Request request(Direction direction, Request.@Nullable Http http) {
    String peer = node.get(direction == Direction.EGRESS ? "to_peer" : "from_peer").asText();
    return new Request(
        Optional.ofNullable(world.identities().get(peer)).orElseThrow().number(),
        Protocol.valueOf(node.get("proto").asText()),
        node.get("port").asInt(),
        Optional.ofNullable(http));
  }

  private static Request.Http http(JsonNode written) {
    Map<String, List<String>> headers = new HashMap<>();
    written
        .path("headers")
        .properties()
        .forEach(e -> headers.put(e.getKey().toLowerCase(Locale.ROOT), values(e)));
    return new Request.Http(
        written.get("method").asText(),
        written.get("path").asText(),
        written.get("host").asText(),
        headers);
  }

  private static List<String> values(Map.Entry<String, JsonNode> header) {
    List<String> values = new ArrayList<>();
    if (header.getValue().isArray()) {
      header.getValue().forEach(v -> values.add(v.asText()));
    } else {
      values.add(header.getValue().asText());
    }
    return values;
  }
}
