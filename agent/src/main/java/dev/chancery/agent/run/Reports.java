package dev.chancery.agent.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.net.InetAddresses;
import dev.chancery.accesslogs.AccessLogReceiver;
import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.agent.envoy.EnvoyAdmin;
import dev.chancery.agent.envoy.EnvoyState;
import dev.chancery.agent.envoy.EnvoySupervisor;
import dev.chancery.agent.offline.Validation;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.LintedObjects;
import dev.chancery.agent.reconcile.MissingSecrets;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Reconciler;
import dev.chancery.agent.reconcile.RejectedObjects;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.agent.visibility.FlowPipeline;
import dev.chancery.flows.ring.FlowStore;
import dev.chancery.policy.Direction;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.xds.ClientState;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.XdsServer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a running agent tells about itself, as JSON. */
final class Reports {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long PATIENCE_SECONDS = 5;

  /** What is reported on. */
  record Parts(
      Reconciler reconciler,
      Rejections rejections,
      XdsServer xds,
      FlowStore flows,
      FlowPipeline pipeline,
      AccessLogReceiver receiver,
      RecordProblems problems,
      EnvoyAdmin admin,
      Optional<EnvoySupervisor> envoy) {}

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
            "xds", this::clients,
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
    NodeView view =
        LintedObjects.on(
            RejectedObjects.on(parts.reconciler().view(), parts.rejections().current()));
    if (options.settings().dataPlanes().contains(DataPlane.CILIUM_ENVOY)) {
      view = MissingSecrets.on(view);
    }
    ObjectNode root = JSON.createObjectNode();
    root.put("version", Version.text());
    root.put("manifests", options.manifests().toString());
    root.put("revision", view.revision());
    root.put("endpoints", view.world().endpoints().size());
    root.set("envoy", envoy());
    root.set("objects", new Validation(view, Set.of()).json().get("objects"));
    Validation.problems(root.putArray("problems"), view.problems());
    rejected(root.putArray("rejected"));
    root.set("flows", flows());
    return root;
  }

  private ObjectNode envoy() {
    ObjectNode node = JSON.createObjectNode();
    node.put("managed", parts.envoy().isPresent());
    parts
        .envoy()
        .map(EnvoySupervisor::state)
        .ifPresent(
            state -> {
              if (state instanceof EnvoyState.Running running) {
                node.put("state", "running").put("pid", running.pid());
              } else if (state instanceof EnvoyState.Waiting waiting) {
                node.put("state", "waiting").put("reason", waiting.reason());
              } else {
                node.put("state", "stopped");
              }
            });
    node.put("ready", parts.admin().isReady());
    return node;
  }

  private void rejected(ArrayNode into) {
    parts
        .rejections()
        .current()
        .forEach(
            (key, reason) ->
                into.addObject()
                    .put("type", key.typeUrl())
                    .put("resource", key.name())
                    .put("reason", reason));
  }

  private ObjectNode flows() {
    FlowStore store = parts.flows();
    ObjectNode node = JSON.createObjectNode();
    node.put("seen", store.seen());
    node.put("stored", store.ring().size());
    node.put("capacity", store.ring().capacity());
    node.put("lost", store.lost());
    node.put("hidden", parts.pipeline().hidden());
    node.put("accessLogEntries", parts.receiver().receivedEntries());
    node.put("accessLogStreams", parts.receiver().openStreams());
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
        boolean enforced = policy != null && policy.direction(direction).enforced();
        node.put(direction.text(), enforced ? "enforced" : "open");
      }
      ArrayNode labels = node.putArray("labels");
      endpoint.identity().labels().texts().forEach(labels::add);
    }
    return list;
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

  private ArrayNode clients() {
    ArrayNode list = JSON.createArrayNode();
    List<ClientState> clients =
        parts.xds().clients().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    for (ClientState client : clients) {
      ObjectNode node = list.addObject();
      node.put("node", client.nodeId());
      node.put("stream", client.streamId());
      node.put("service", client.service());
      node.put("since", client.since().toString());
      ArrayNode types = node.putArray("types");
      client.subscriptions().forEach(s -> types.add(subscription(s)));
    }
    return list;
  }

  private static ObjectNode subscription(ClientState.Subscription subscription) {
    ObjectNode node = JSON.createObjectNode();
    node.put("type", subscription.typeUrl());
    node.put("wildcard", subscription.wildcard());
    node.put("unsent", subscription.unsent());
    ArrayNode resources = node.putArray("resources");
    for (ClientState.Held held : subscription.resources()) {
      ObjectNode resource = resources.addObject();
      resource.put("name", held.name());
      resource.put("version", held.version());
      Delivery delivery = held.delivery();
      resource.put("state", delivery.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT));
      if (delivery instanceof Delivery.Rejected rejected) {
        resource.put("reason", rejected.reason());
      }
      resource.put("at", held.at().toString());
    }
    return node;
  }
}
