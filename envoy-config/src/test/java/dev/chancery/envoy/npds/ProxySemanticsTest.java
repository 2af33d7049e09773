package dev.chancery.envoy.npds;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reference's messages, judged here, give the answers that are recorded beside them. */
class ProxySemanticsTest {
  private final List<String> wrong = new ArrayList<>();
  private int requests;

  @Test
  void judgesTheReferencesMessagesAsRecorded() {
    for (RecordedWorld world : RecordedWorld.all()) {
      for (JsonNode question : world.row().path("questions")) {
        question.path("http").forEach(request -> check(world, question, request));
      }
    }
    System.out.println("npds: " + requests + " recorded requests under the reference's messages");
    assertThat(wrong).isEmpty();
    assertThat(requests).isPositive();
  }

  private void check(RecordedWorld world, JsonNode question, JsonNode written) {
    requests++;
    RecordedRequest request = RecordedRequest.of(written);
    boolean allowed = true;
    for (String direction : List.of("egress", "ingress")) {
      if (!question.path(direction).asText().equals("redirected")) {
        continue;
      }
      boolean out = direction.equals("egress");
      NetworkPolicy policy =
          Messages.read(
              world
                  .row()
                  .get("expect")
                  .get(question.get(out ? "from" : "to").asText())
                  .get("network_policy"),
              world.world().identities());
      List<PortNetworkPolicy> ports =
          out ? policy.getEgressPerPortPoliciesList() : policy.getIngressPerPortPoliciesList();
      String peer = question.get(out ? "to_peer" : "from_peer").asText();
      ProxySemantics.Call call =
          request.call(
              requireNonNull(world.world().identities().get(peer)).number(),
              question.get("port").asInt(),
              0);
      allowed &= ProxySemantics.allows(ports, call);
      request =
          new RecordedRequest(
              request.method(), request.path(), request.authority(), call.headers());
    }
    if (allowed != written.get("allowed").asBoolean()) {
      wrong.add(world.id() + " allowed " + allowed + " " + written);
    }
    JsonNode after = written.path(written.has("headers_after") ? "headers_after" : "headers");
    if (allowed && !joined(request.headers()).equals(joined(RecordedRequest.headers(after)))) {
      wrong.add(world.id() + " headers " + request.headers() + " " + written);
    }
  }

  private static Map<String, String> joined(Map<String, List<String>> headers) {
    return headers.entrySet().stream()
        .collect(toMap(Map.Entry::getKey, e -> String.join(",", e.getValue())));
  }
}
