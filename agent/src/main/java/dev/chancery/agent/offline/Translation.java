package dev.chancery.agent.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.reconcile.Wanted;
import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.ResourceText;
import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.policy.Direction;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.TlsContext;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.world.Endpoint;
import java.util.Locale;
import java.util.TreeSet;

/** The intermediate form of every endpoint's policy, and each Envoy resource made of it. */
public final class Translation {
  private static final JsonMapper JSON = new JsonMapper();

  private Translation() {}

  public static JsonNode of(NodeView view, Settings settings) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode endpoints = root.putArray("endpoints");
    for (Endpoint endpoint : view.world().endpoints()) {
      EndpointPolicy policy = view.resolution().policies().get(endpoint.key());
      if (policy != null) {
        endpoints.add(endpoint(policy));
      }
    }
    ObjectNode identities = root.putObject("addresses");
    view.resolution()
        .ipCache()
        .prefixes()
        .forEach((prefix, identity) -> identities.put(prefix.toString(), identity.number()));
    ArrayNode resources = root.putArray("resources");
    if (settings.dataPlanes().contains(DataPlane.ENVOY)) {
      Wanted.resources(view.world(), view.resolution(), new StockTranslator(settings.envoy()))
          .forEach(r -> resources.add(resource(r)));
    }
    if (settings.dataPlanes().contains(DataPlane.CILIUM_ENVOY)) {
      CiliumTranslation.of(view.resolution(), settings.cilium()).forEach(resources::add);
    }
    return root;
  }

  static ObjectNode resource(EnvoyResource resource) {
    ObjectNode node = JSON.createObjectNode();
    node.put("type", resource.typeUrl());
    node.put("name", resource.name());
    node.set("resource", ResourceText.tree(resource.message()));
    return node;
  }

  private static ObjectNode endpoint(EndpointPolicy policy) {
    ObjectNode node = JSON.createObjectNode();
    node.put("endpoint", policy.endpoint().key());
    node.put("id", policy.endpoint().id());
    node.put("identity", policy.endpoint().identity().number());
    for (Direction direction : Direction.values()) {
      node.set(direction.text(), direction(policy.direction(direction)));
    }
    return node;
  }

  private static ObjectNode direction(DirectionPolicy policy) {
    ObjectNode node = JSON.createObjectNode();
    node.put("enforced", policy.enforced());
    ArrayNode entries = node.putArray("entries");
    policy.entries().forEach(e -> entries.add(entry(e)));
    return node;
  }

  private static ObjectNode entry(PolicyEntry entry) {
    ObjectNode node = JSON.createObjectNode();
    node.put("from", entry.origin().id());
    if (entry.origin().location().line() > 0) {
      node.put("at", entry.origin().location().toString());
    }
    node.put("action", entry.action().name());
    node.put("ports", entry.ports().toString());
    if (entry.peers() instanceof Peers.Identities some) {
      ArrayNode peers = node.putArray("peers");
      new TreeSet<>(some.numbers()).forEach(peers::add);
    } else {
      node.put("peers", "any");
    }
    connection(entry.connection(), node);
    entry
        .redirect()
        .ifPresent(r -> node.put("redirect", r.parser().name().toLowerCase(Locale.ROOT)));
    if (entry.l7() instanceof L7Rules.Http http) {
      ArrayNode rules = node.putArray("http");
      http.rules().forEach(r -> rules.add(rule(r)));
    }
    return node;
  }

  private static void connection(ConnectionRules connection, ObjectNode node) {
    if (!connection.serverNames().isEmpty()) {
      ArrayNode names = node.putArray("serverNames");
      connection.serverNames().forEach(names::add);
    }
    connection.terminatingTls().ifPresent(t -> node.put("terminatingTLS", secret(t)));
    connection.originatingTls().ifPresent(t -> node.put("originatingTLS", secret(t)));
  }

  private static String secret(TlsContext tls) {
    return tls.secret().map(s -> s.namespace() + "/" + s.name()).orElse("");
  }

  private static ObjectNode rule(HttpRule rule) {
    ObjectNode node = JSON.createObjectNode();
    node.put("from", rule.origin().id());
    rule.method().ifPresent(p -> node.put("method", p.text()));
    rule.path().ifPresent(p -> node.put("path", p.text()));
    rule.host().ifPresent(p -> node.put("host", p.text()));
    if (!rule.headers().isEmpty()) {
      ArrayNode headers = node.putArray("headers");
      rule.headers().forEach(h -> headers.add(header(h)));
    }
    return node;
  }

  private static ObjectNode header(HeaderRule rule) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", rule.name());
    if (rule instanceof HeaderRule.Exact exact) {
      node.put("exact", exact.value());
    } else if (rule instanceof HeaderRule.Regex regex) {
      node.put("regex", regex.pattern().text());
    } else {
      node.put("present", true);
    }
    return node;
  }
}
