package dev.chancery.policy.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.net.InetAddresses;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.Options;
import dev.chancery.policy.world.Options.Enforcement;
import dev.chancery.policy.world.World;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The world of a row, with exactly the identities that the row names. */
record VectorWorld(World world, Map<String, Identity> identities) {

  static VectorWorld of(JsonNode row, List<Policy> policies) {
    Map<String, Identity> identities = new LinkedHashMap<>();
    boolean dualStack = row.path("options").path("ipv6").asBoolean();
    for (JsonNode node : row.at("/world/identities")) {
      List<Label> labels = new ArrayList<>();
      node.get("labels").forEach(l -> labels.add(label(l.asText())));
      // With one address family, world is what lies in 0.0.0.0/0 and in no other prefix.
      if (node.get("identity").asInt() == 2 && !dualStack) {
        labels.add(new Label("cidr", "0.0.0.0/0", ""));
      }
      if (node.get("identity").asInt() == 10) {
        labels.add(new Label("cidr", "0--0/0", ""));
      }
      identities.put(
          node.get("name").asText(), new Identity(node.get("identity").asInt(), Labels.of(labels)));
    }
    List<Endpoint> endpoints = new ArrayList<>();
    for (JsonNode node : row.at("/world/endpoints")) {
      endpoints.add(endpoint(node, identities));
    }
    Map<String, Integer> listeners = new LinkedHashMap<>();
    row.at("/world/listeners")
        .properties()
        .forEach(e -> listeners.put(e.getKey(), e.getValue().asInt()));
    return new VectorWorld(
        World.of(endpoints, policies)
            .withOptions(options(row.path("options")))
            .withListeners(listeners),
        identities);
  }

  /** The name by which rows speak of an identity. */
  String name(int identity) {
    return identity == 0
        ? "*"
        : identities.entrySet().stream()
            .filter(e -> e.getValue().number() == identity)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
  }

  private static Options options(JsonNode options) {
    return new Options(
        Enforcement.valueOf(options.path("enforcement").asText("default").toUpperCase(Locale.ROOT)),
        options.path("allow_localhost").asText("always").equals("always"));
  }

  private static Label label(String text) {
    int colon = text.indexOf(':');
    int equals = text.indexOf('=', colon);
    return equals < 0
        ? new Label(text.substring(0, colon), text.substring(colon + 1), "")
        : new Label(
            text.substring(0, colon),
            text.substring(colon + 1, equals),
            text.substring(equals + 1));
  }

  private static Endpoint endpoint(JsonNode node, Map<String, Identity> identities) {
    List<InetAddress> addresses = new ArrayList<>();
    node.path("ips").forEach(a -> addresses.add(InetAddresses.forString(a.asText())));
    List<ContainerPort> ports = new ArrayList<>();
    node.path("ports")
        .properties()
        .forEach(e -> ports.add(new ContainerPort(e.getKey(), Protocol.TCP, e.getValue().asInt())));
    node.path("udp_ports")
        .properties()
        .forEach(e -> ports.add(new ContainerPort(e.getKey(), Protocol.UDP, e.getValue().asInt())));
    String name = node.get("name").asText();
    Identity identity =
        identities.values().stream()
            .filter(i -> i.number() == node.path("identity").asInt())
            .findFirst()
            .orElseGet(() -> identities.get(name));
    return new Endpoint(
        node.path("id").asInt(),
        node.path("namespace").asText(""),
        name,
        identity,
        addresses,
        ports,
        Optional.empty(),
        Optional.empty());
  }
}
