package dev.chancery.agent.offline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.net.InetAddresses;
import com.google.re2j.Pattern;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.model.Entity;
import dev.chancery.policy.world.Endpoint;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Elements of {@code ingress} and {@code egress} that fit one request and as little else as can be.
 *
 * @param namespace of the policy that they are for
 * @param headers names of the headers that shall be demanded as they are; lower case
 */
record RuleElements(Direction direction, String namespace, Collection<String> headers) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Empty where nothing narrow names the peer. */
  Optional<ObjectNode> element(Question question, End peer) {
    ObjectNode element = JSON.createObjectNode();
    if (!peer(element, peer)) {
      return Optional.empty();
    }
    if (question.protocol().hasPorts()) {
      ports(element.putArray("toPorts").addObject(), question);
    } else {
      ObjectNode icmp = element.putArray("icmps").addObject().putArray("fields").addObject();
      icmp.put("family", question.protocol() == Protocol.ICMP ? "IPv4" : "IPv6");
      icmp.put("type", question.port());
    }
    return Optional.of(element);
  }

  private boolean peer(ObjectNode element, End peer) {
    String side = direction == Direction.INGRESS ? "from" : "to";
    if (peer.endpoint().isPresent()) {
      Optional<ObjectNode> labels = labels(peer.endpoint().get());
      labels.ifPresent(l -> element.putArray(side + "Endpoints").addObject().set("matchLabels", l));
      return labels.isPresent();
    }
    Optional<Entity> entity = entity(peer);
    if (entity.isPresent()) {
      element.putArray(side + "Entities").add(entity.get().text());
    } else if (peer.address().isPresent() && !InetAddresses.isInetAddress(peer.name())) {
      element.putArray("toFQDNs").addObject().put("matchName", peer.name());
    } else {
      peer.address().ifPresent(a -> element.putArray(side + "CIDR").add(cidr(a)));
    }
    return entity.isPresent() || peer.address().isPresent();
  }

  private ObjectNode selector(ObjectNode labels, Endpoint endpoint) {
    if (!endpoint.namespace().equals(namespace)) {
      labels.put("k8s:" + EndpointLabels.NAMESPACE, endpoint.namespace());
    }
    return labels;
  }

  /** The pod's own labels; its service account where it has none; empty where it has neither. */
  Optional<ObjectNode> labels(Endpoint endpoint) {
    List<Label> all =
        endpoint.identity().labels().sorted().stream()
            .filter(l -> l.source().equals("k8s"))
            .toList();
    List<Label> own = all.stream().filter(l -> !l.key().startsWith("io.")).toList();
    ObjectNode labels = JSON.createObjectNode();
    if (own.isEmpty()) {
      all.stream()
          .filter(l -> l.key().equals(EndpointLabels.SERVICE_ACCOUNT))
          .forEach(l -> labels.put(l.key(), l.value()));
    } else {
      own.forEach(l -> labels.put(l.key(), l.value()));
    }
    return labels.isEmpty() ? Optional.empty() : Optional.of(selector(labels, endpoint));
  }

  /** Of an address outside the cluster none: its prefix is narrower than the entity. */
  private static Optional<Entity> entity(End peer) {
    boolean outside =
        peer.address().isPresent()
            && (peer.identity() >= Identity.FIRST_WORKLOAD
                || peer.identity() == ReservedIdentity.WORLD.number());
    return outside
        ? Optional.empty()
        : List.of(ReservedIdentity.values()).stream()
            .filter(r -> r.number() == peer.identity())
            .findFirst()
            .flatMap(r -> Entity.of(r.text()));
  }

  private static String cidr(InetAddress address) {
    return InetAddresses.toAddrString(address) + (address instanceof Inet4Address ? "/32" : "/128");
  }

  private void ports(ObjectNode rule, Question question) {
    ObjectNode port = rule.putArray("ports").addObject();
    port.put("port", "" + question.port()).put("protocol", question.protocol().name());
    question.http().ifPresent(h -> http(rule.putObject("rules").putArray("http").addObject(), h));
    question
        .queriedName()
        .filter(n -> direction == Direction.EGRESS)
        .ifPresent(n -> rule.putObject("rules").putArray("dns").addObject().put("matchName", n));
  }

  private void http(ObjectNode rule, Request.Http request) {
    rule.put("method", literal(request.method()));
    rule.put("path", literal(request.path()));
    if (!request.authority().isEmpty()) {
      rule.put("host", literal(request.authority()));
    }
    ArrayNode demanded = JSON.createArrayNode();
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (headers.contains(name)) {
                demanded.add(name + ": " + String.join(",", values));
              }
            });
    if (!demanded.isEmpty()) {
      rule.set("headers", demanded);
    }
  }

  /** A pattern that matches these bytes alone. */
  private static String literal(String bytes) {
    var pattern = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      pattern.append(c < ' ' || c > '~' ? "\\x%02x".formatted((int) c) : Pattern.quote("" + c));
    }
    return pattern.toString();
  }
}
