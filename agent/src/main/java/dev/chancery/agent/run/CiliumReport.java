package dev.chancery.agent.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.accesslogs.seqpacket.AccessLogCounts;
import dev.chancery.agent.cilium.CiliumPlane;
import dev.chancery.agent.cilium.ListenerState;
import dev.chancery.agent.cilium.Redirector;
import dev.chancery.agent.proxyports.RedirectAnnouncements;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.xds.ClientState;
import dev.chancery.xds.XdsServer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What is to be said of a cilium-envoy in the report of the agent's status, as JSON. */
record CiliumReport(CiliumOptions proxy, CiliumPlane plane, Redirector redirector, XdsServer xds) {
  private static final long PATIENCE_SECONDS = 5;

  void into(ObjectNode node, Optional<AccessLogCounts> records) {
    ports(node.putArray("ports"));
    RedirectAnnouncements redirects = redirector.announcements();
    node.put("redirectsAnnounced", redirects.announced().size());
    node.put("redirectsPending", redirects.pending().size());
    node.put("redirectsUnserved", redirects.unserved().size());
    redirector.problem().ifPresent(reason -> node.put("redirectsNotWritten", reason));
    streams(node.putArray("streams"));
    ArrayNode oversize = node.putArray("oversize");
    xds.oversizes()
        .forEach(
            o ->
                oversize
                    .addObject()
                    .put("node", o.nodeId())
                    .put("type", o.typeUrl())
                    .put("bytes", o.bytes())
                    .put("text", o.text()));
    ArrayNode secrets = node.putArray("missingSecrets");
    plane
        .missingSecrets()
        .forEach(
            m ->
                secrets
                    .addObject()
                    .put("namespace", m.use().ref().namespace())
                    .put("name", m.use().ref().name())
                    .put("reason", m.reason()));
    records.ifPresent(counts -> accessLog(node.putObject("accessLog"), counts));
  }

  private void ports(ArrayNode ports) {
    redirector
        .listeners()
        .forEach(
            (listener, state) -> {
              ObjectNode port = ports.addObject();
              port.put("listener", listener.portName(proxy.release()));
              state.port().ifPresent(number -> port.put("port", number));
              port.put("state", state.text());
              if (state instanceof ListenerState.GivenUp givenUp) {
                port.put("reason", givenUp.reason());
              }
            });
  }

  /** One a type and stream, as each stream carries one type. */
  private void streams(ArrayNode streams) {
    List<ClientState> clients = xds.clients().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    for (ClientState client : clients) {
      for (ClientState.Subscription subscription : client.subscriptions()) {
        streams
            .addObject()
            .put("node", client.nodeId())
            .put("type", subscription.typeUrl())
            .put("resources", subscription.resources().size())
            .put("unsent", subscription.unsent())
            .put("snapshotBytes", subscription.responseBytes())
            .put("lastNumber", number(subscription));
      }
    }
  }

  /** Version and nonce are one number; empty where nothing has been sent. */
  private static String number(ClientState.Subscription subscription) {
    return subscription.resources().stream()
        .map(ClientState.Held::nonce)
        .filter(nonce -> !nonce.isEmpty())
        .max(Comparator.comparingInt(String::length).thenComparing(n -> n))
        .orElse("");
  }

  private static void accessLog(ObjectNode node, AccessLogCounts counts) {
    node.put("received", counts.received());
    node.put("decoded", counts.decoded());
    node.put("truncated", counts.truncated());
    node.put("malformed", counts.malformed());
    node.put("openClients", counts.openClients());
    node.put("totalClients", counts.totalClients());
    node.put("refusedClients", counts.refusedClients());
    node.put("droppedClients", counts.droppedClients());
  }
}
