package dev.chancery.envoy.npds;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.testproxy.policy.Connection;
import dev.chancery.testproxy.policy.Header;
import dev.chancery.testproxy.policy.HttpCall;
import dev.chancery.testproxy.policy.HttpVerdict;
import dev.chancery.testproxy.policy.PolicyMap;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The test proxy with the messages that the reference made of a world, in one response. */
record RecordedProxy(RecordedWorld world, PolicyMap policies) {

  /** What became of a request: whether it passed, and the headers behind the last proxy. */
  record Answer(boolean allowed, Map<String, String> headers) {}

  /**
   * @throws Rejected where the proxy takes none of them
   */
  static RecordedProxy of(RecordedWorld world, ProxyGeneration generation) throws Rejected {
    List<NetworkPolicy> messages = new ArrayList<>();
    for (JsonNode endpoint : world.row().get("expect")) {
      if (endpoint.has("network_policy")) {
        messages.add(Messages.read(endpoint.get("network_policy"), world.world().identities()));
      }
    }
    return new RecordedProxy(world, PolicyMap.of(generation, messages));
  }

  /** Whether the proxy lets on the connection of a question, at one listener or another. */
  boolean connects(JsonNode question, boolean ingress) {
    List<Integer> listeners = new ArrayList<>(List.of(0));
    world.row().at("/world/listeners").forEach(port -> listeners.add(port.asInt()));
    return listeners.stream()
        .anyMatch(id -> policies.connection(connection(question, ingress, id)).allowed());
  }

  /** What becomes of a request: it passes the sender's proxy and the receiver's. */
  Answer request(JsonNode question, RecordedRequest request) {
    List<Header> headers = new ArrayList<>();
    request.headers().forEach((n, values) -> values.forEach(v -> headers.add(new Header(n, v))));
    HttpCall call =
        HttpCall.of(
            request.method(), request.authority(), request.path(), headers.toArray(Header[]::new));
    boolean allowed = true;
    for (boolean ingress : List.of(false, true)) {
      if (question.path(ingress ? "ingress" : "egress").asText().equals("redirected")) {
        Connection connection = connection(question, ingress, 0);
        HttpVerdict verdict = policies.request(connection, call);
        allowed &= verdict.allowed() && policies.connection(connection).allowed();
        call = verdict.forwarded();
      }
    }
    Map<String, String> after = new TreeMap<>();
    for (Header header : call.headers()) {
      if (!header.name().startsWith(":")) {
        after.merge(header.name(), header.value(), (one, more) -> one + "," + more);
      }
    }
    return new Answer(allowed, after);
  }

  private Connection connection(JsonNode question, boolean ingress, int proxyId) {
    String own = question.get(ingress ? "to" : "from").asText();
    String peer = question.get(ingress ? "from_peer" : "to_peer").asText();
    JsonNode policy = world.row().get("expect").path(own).path("network_policy");
    return Connection.plain(
        policy.at("/endpoint_ips/0").asText(),
        ingress,
        question.get("port").asInt(),
        requireNonNull(world.world().identities().get(peer)).number(),
        proxyId);
  }
}
