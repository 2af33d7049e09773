package dev.chancery.agent.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.net.InetAddresses;
import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.agent.cilium.CiliumNames;
import dev.chancery.agent.offline.Validation;
import dev.chancery.agent.proxyports.RedirectJson;
import dev.chancery.agent.reconcile.LintedObjects;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Reconciler;
import dev.chancery.agent.visibility.FlowPipeline;
import dev.chancery.envoy.cilium.ProxyListener;
import dev.chancery.flows.ring.FlowStore;
import dev.chancery.policy.Direction;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.world.Endpoint;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a running agent tells about itself, as JSON. */
final class Reports {
  private static final JsonMapper JSON = new JsonMapper();

  /** What is reported on. */
  record Parts(
      Reconciler reconciler,
      List<ProxySide> sides,
      FlowStore flows,
      FlowPipeline pipeline,
      RecordProblems problems) {
    Parts {
      sides = List.copyOf(sides);
    }
  }

  private final AgentOptions options;
  private final Parts parts;

  Reports(AgentOptions options, Parts parts) {
    this.options = options;
    this.parts = parts;
  }

  Map<String, Supplier<String>> byName() {
    Map<String, Supplier<JsonNode>> reports =
        Map.of(
            "status", this::status,
            "endpoints", this::endpoints,
            "identities", this::identities,
            "xds", () -> Streams.report(parts.sides()),
            "saved", this::saved);
    Map<String, Supplier<String>> texts = new TreeMap<>();
    reports.forEach((name, report) -> texts.put(name, () -> text(report.get())));
    return texts;
  }

  private static String text(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the same answers can be computed from elsewhere. */
  private ObjectNode saved() {
    ObjectNode root = JSON.createObjectNode();
    root.set("settings", JSON.valueToTree(options.settings()));
    root.set("state", JSON.valueToTree(parts.reconciler().saved()));
    return root;
  }

  private ObjectNode status() {
    NodeView view = LintedObjects.on(parts.reconciler().view());
    for (ProxySide side : parts.sides()) {
      view = side.judged(view);
    }
    ObjectNode root = JSON.createObjectNode();
    root.put("version", Version.text());
    root.put("manifests", options.manifests().toString());
    root.put("revision", view.revision());
    root.put("endpoints", view.world().endpoints().size());
    ArrayNode planes = root.putArray("dataPlanes");
    for (ProxySide side : parts.sides()) {
      planes.add(side.dataPlane().toString());
      side.describe(root);
    }
    root.set("objects", new Validation(view, Set.of()).json().get("objects"));
    Validation.problems(root.putArray("problems"), view.problems());
    rejected(root.putArray("rejected"), view);
    root.set("flows", flows());
    return root;
  }

  private void rejected(ArrayNode into, NodeView view) {
    for (ProxySide side : parts.sides()) {
      side.rejections()
          .current()
          .forEach(
              (key, reason) -> {
                ObjectNode node = into.addObject();
                node.put("dataPlane", side.dataPlane().toString());
                node.put("type", key.typeUrl());
                node.put("resource", key.name());
                CiliumNames.of(key, view).ifPresent(about -> node.put("about", about));
                node.put("reason", reason);
              });
    }
  }

  private ObjectNode flows() {
    FlowStore store = parts.flows();
    ObjectNode node = JSON.createObjectNode();
    node.put("seen", store.seen());
    node.put("stored", store.ring().size());
    node.put("capacity", store.ring().capacity());
    node.put("lost", store.lost());
    node.put("hidden", parts.pipeline().hidden());
    ObjectNode problems = node.putObject("problems");
    parts
        .problems()
        .counts()
        .forEach(
            (problem, count) -> {
              if (count > 0) {
                problems.put(problem.name(), count);
              }
            });
    return node;
  }

  private ArrayNode endpoints() {
    NodeView view = parts.reconciler().view();
    ArrayNode list = JSON.createArrayNode();
    for (Endpoint endpoint : view.world().endpoints()) {
      ObjectNode node = list.addObject();
      node.put("id", endpoint.id());
      node.put("namespace", endpoint.namespace());
      node.put("pod", endpoint.podName());
      node.put("identity", endpoint.identity().number());
      ArrayNode addresses = node.putArray("addresses");
      endpoint.addresses().forEach(a -> addresses.add(InetAddresses.toAddrString(a)));
      ArrayNode ports = node.putArray("ports");
      endpoint.ports().forEach(p -> ports.add(p.port() + "/" + p.protocol()));
      EndpointPolicy policy = view.resolution().policies().get(endpoint.key());
      for (Direction direction : Direction.values()) {
        node.put(direction.text(), enforcement(policy, direction));
      }
      for (ProxySide side : parts.sides()) {
        side.redirects()
            .ifPresent(r -> node.set("redirects", RedirectJson.ofEndpoint(r, endpoint.id())));
      }
      ArrayNode labels = node.putArray("labels");
      endpoint.identity().labels().texts().forEach(labels::add);
    }
    return list;
  }

  /** Whether, and by whom: with cilium-envoy alone, what is not redirected is the datapath's. */
  private String enforcement(@Nullable EndpointPolicy policy, Direction direction) {
    if (policy == null || !policy.direction(direction).enforced()) {
      return "open";
    }
    boolean isLeft =
        options.settings().leavesToDatapath()
            && ProxyListener.of(policy).stream().noneMatch(l -> l.direction() == direction);
    return isLeft ? "datapath" : "enforced";
  }

  private ArrayNode identities() {
    ArrayNode list = JSON.createArrayNode();
    new TreeMap<>(parts.reconciler().view().resolution().identities())
        .forEach(
            (number, identity) -> {
              ObjectNode node = list.addObject();
              node.put("identity", number);
              ArrayNode labels = node.putArray("labels");
              identity.labels().texts().forEach(labels::add);
            });
    return list;
  }
}
