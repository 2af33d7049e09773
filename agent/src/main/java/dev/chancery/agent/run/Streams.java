package dev.chancery.agent.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.agent.reconcile.ProxyWords;
import dev.chancery.xds.ClientState;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.EnvoyTypes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Every xDS stream of every data plane, and what its client has, as JSON. */
final class Streams {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long PATIENCE_SECONDS = 5;

  private Streams() {}

  static ArrayNode report(List<ProxySide> sides) {
    ArrayNode list = JSON.createArrayNode();
    sides.forEach(side -> clients(side, list));
    return list;
  }

  private static void clients(ProxySide side, ArrayNode list) {
    List<ClientState> clients =
        side.xds().clients().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    for (ClientState client : clients) {
      ObjectNode node = list.addObject();
      node.put("dataPlane", side.dataPlane().toString());
      node.put("node", client.nodeId());
      node.put("stream", client.streamId());
      node.put("service", client.service());
      node.put("since", client.since().toString());
      ArrayNode types = node.putArray("types");
      client.subscriptions().forEach(s -> types.add(subscription(s)));
    }
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
      resource.put("version", isSecret(subscription) ? "hidden" : held.version());
      Delivery delivery = held.delivery();
      resource.put("state", delivery.getClass().getSimpleName().toUpperCase(Locale.ROOT));
      if (delivery instanceof Delivery.Rejected rejected) {
        resource.put("reason", ProxyWords.shown(subscription.typeUrl(), rejected.reason()));
      }
      resource.put("at", held.at().toString());
    }
    return node;
  }

  /** A version is a hash of the content: of a short secret it would give the secret away. */
  private static boolean isSecret(ClientState.Subscription subscription) {
    return subscription.typeUrl().equals(EnvoyTypes.SECRET);
  }
}
