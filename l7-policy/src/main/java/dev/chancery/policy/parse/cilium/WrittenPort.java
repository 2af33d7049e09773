package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.parse.syntax.PortText;
import dev.chancery.policy.parse.yaml.Fields;
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
  private static final int MAX = 65535;

  /** Empty, with an error, if port or protocol is wrong. */
  static Optional<WrittenPort> read(Fields port, Context context) {
    Optional<String> text = text(port, context);
    int endPort = endPort(port, context);
    Optional<Protocol> protocol = Protocols.read(port, context);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (PortText.isServiceName(text.get())) {
      String name = text.get().toLowerCase(Locale.ROOT);
      return protocol.map(p -> new WrittenPort(port.node(), Optional.empty(), name, endPort, p));
    }
    Optional<Integer> number = PortText.number(text.get());
    if (number.isEmpty()) {
      context
          .findings()
          .error(
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

  /** Empty, with an error, where none is written; a port that may be left out is then 0. */
  private static Optional<String> text(Fields port, Context context) {
    Optional<String> text = port.string("port");
    boolean isLeftOut = port.has("port") ? text.filter(String::isEmpty).isPresent() : true;
    if (!isLeftOut) {
      return text;
    }
    if (context.language().extendedIpProtocols()) {
      return Optional.of("0");
    }
    context.findings().error(port.node(), "invalid-port", "port must be specified");
    return Optional.empty();
  }

  private static int endPort(Fields port, Context context) {
    Optional<Integer> endPort = port.integer("endPort", Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (endPort.filter(p -> p < 0 || p > MAX).isPresent()) {
      context
          .findings()
          .schemaError(
              port.get("endPort").orElse(port.node()),
              "range",
              "endPort: " + endPort.get() + " (expected: 0-" + MAX + ")");
      return 0;
    }
    return endPort.orElse(0);
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
