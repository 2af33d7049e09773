package dev.chancery.agent.proxyports;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.net.InetAddresses;
import dev.chancery.policy.resolve.Peers;

/** Redirects as JSON: the form of {@code redirects.json} and of {@code endpoint list}. */
public final class RedirectJson {
  private static final JsonMapper JSON = new JsonMapper();

  private RedirectJson() {}

  /**
   * Those of one endpoint, each with its {@code state}: {@code announced}, {@code pending} or
   * {@code unserved}.
   */
  public static ArrayNode ofEndpoint(RedirectAnnouncements redirects, int endpointId) {
    ArrayNode list = JSON.createArrayNode();
    redirects.announced().stream()
        .filter(a -> a.redirect().endpointId() == endpointId)
        .forEach(a -> list.add(announced(a).put("state", "announced")));
    redirects.pending().stream()
        .filter(p -> p.endpointId() == endpointId)
        .forEach(p -> list.add(wanted(p).put("state", "pending")));
    redirects.unserved().stream()
        .filter(u -> u.endpointId() == endpointId)
        .forEach(u -> list.add(unserved(u).put("state", "unserved")));
    return list;
  }

  /**
   * All of them, as in the file. Unserved ones are among the pending ones, so that a datapath
   * refuses their connections in any case.
   */
  static ObjectNode file(long revision, RedirectAnnouncements redirects) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", RedirectsFile.VERSION);
    root.put("revision", revision);
    ArrayNode announced = root.putArray("redirects");
    redirects.announced().forEach(a -> announced.add(announced(a)));
    ArrayNode pending = root.putArray("pending");
    redirects.pending().forEach(p -> pending.add(wanted(p)));
    redirects.unserved().forEach(u -> pending.add(unserved(u)));
    return root;
  }

  private static ObjectNode announced(AnnouncedRedirect announced) {
    return wanted(announced.redirect()).put("proxyPort", announced.proxyPort());
  }

  private static ObjectNode unserved(WantedRedirect redirect) {
    String family = redirect.isIpv6() ? "ipv6" : "ipv4";
    return wanted(redirect).put("reason", "no listener: --enable-" + family + " is false");
  }

  private static ObjectNode wanted(WantedRedirect redirect) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", redirect.id());
    node.put("endpointId", redirect.endpointId());
    ArrayNode addresses = node.putArray("addresses");
    redirect.addresses().forEach(a -> addresses.add(InetAddresses.toAddrString(a)));
    node.put("direction", redirect.direction().text());
    node.put("protocol", redirect.protocol().name());
    node.put("port", redirect.port());
    node.put("endPort", redirect.endPort());
    node.put("listener", redirect.listener());
    if (redirect.peers() instanceof Peers.Identities some) {
      ArrayNode peers = node.putArray("peers");
      some.numbers().forEach(peers::add);
    }
    return node;
  }
}
