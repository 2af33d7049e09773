package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.parse.syntax.PortText;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One element of {@code toPorts[].ports}, as written.
 *
 * @param number empty where a name is written
 * @param name lower case; empty where a number is written
 * @param endPort 0 where there is none
 */
record WrittenPort(
    Node node, Optional<Integer> number, String name, int endPort, Protocol protocol) {
  private static final List<String> RAW_PROTOCOLS = List.of("VRRP", "IGMP");

  /** Empty, with an error, if port or protocol is wrong. */
  static Optional<WrittenPort> read(Fields port, Findings findings) {
    Optional<String> text = port.string("port");
    int endPort = port.integer("endPort", 0, 65535).orElse(0);
    Optional<Protocol> protocol = protocol(port, findings);
    if (text.isEmpty() || text.get().isEmpty()) {
      if (!port.has("port") || text.isPresent()) {
        findings.error(port.node(), "invalid-port", "port must be specified");
      }
      return Optional.empty();
    }
    if (PortText.isServiceName(text.get())) {
      String name = text.get().toLowerCase(Locale.ROOT);
      return protocol.map(p -> new WrittenPort(port.node(), Optional.empty(), name, endPort, p));
    }
    Optional<Integer> number = PortText.number(text.get());
    if (number.isEmpty()) {
      findings.error(
          port.get("port").orElse(port.node()),
          "invalid-port",
          "unable to parse port: \""
              + text.get()
              + "\" (expected: 0-65535, or a name of at most 15"
              + " letters, digits and dashes)");
      return Optional.empty();
    }
    return protocol.map(p -> new WrittenPort(port.node(), number, "", endPort, p));
  }

  private static Optional<Protocol> protocol(Fields port, Findings findings) {
    Node node = port.get("protocol").orElse(port.node());
    String text = port.string("protocol").orElse("").toUpperCase(Locale.ROOT);
    return switch (text) {
      case "", "ANY" -> Optional.of(Protocol.ANY);
      case "TCP", "UDP", "SCTP" -> Optional.of(Protocol.valueOf(text));
      default -> {
        refuse(text, node, findings);
        yield Optional.empty();
      }
    };
  }

  private static void refuse(String protocol, Node node, Findings findings) {
    if (RAW_PROTOCOLS.contains(protocol)) {
      findings.error(node, "not-supported", "protocol " + protocol + " is not supported yet");
    } else {
      findings.error(
          node,
          "unknown-value",
          "invalid protocol \""
              + protocol
              + "\", must be { tcp | udp | sctp | vrrp | igmp | any }");
    }
  }

  boolean isAllPorts() {
    return number.isPresent() && number.get() == 0;
  }

  /** Whether more than one port is meant; a name's number is not known here. */
  boolean isRange() {
    return number.isPresent() && endPort > number.get();
  }

  /** {@code ANY} means ICMP too in a range of the model, so every port of it is written out. */
  List<PortSpec> specs() {
    if (number.isEmpty()) {
      return List.of(new PortSpec.Named(name, protocol, endPort));
    }
    int first = number.get();
    if (first == 0 && endPort == 0) {
      return transports().<PortSpec>map(p -> new PortSpec.Range(PortRange.all(p))).toList();
    }
    return List.of(new PortSpec.Range(new PortRange(protocol, first, Math.max(first, endPort))));
  }

  private Stream<Protocol> transports() {
    return protocol == Protocol.ANY
        ? Stream.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP)
        : Stream.of(protocol);
  }
}
