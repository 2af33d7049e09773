package dev.chancery.policy.parse.kubernetes;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.parse.syntax.PortText;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.Locale;
import java.util.Optional;

/** Reads one element of {@code ports}: TCP where no protocol is written, all ports without one. */
final class PortReader {
  private static final int MAX = 65535;

  private PortReader() {}

  /** Empty, with an error, where it is none. */
  static Optional<PortSpec> read(Fields port, Findings findings) {
    Optional<Protocol> protocol = protocol(port, findings);
    Optional<Integer> endPort = port.integer("endPort", 1, MAX);
    Optional<Node> written = port.get("port");
    boolean isName =
        written
            .filter(
                n -> n instanceof Node.Scalar scalar && scalar.kind() == Node.Scalar.Kind.STRING)
            .isPresent();
    if (port.has("endPort") && (written.isEmpty() || isName)) {
      findings.error(
          port.get("endPort").orElse(port.node()),
          "end-port",
          "endPort may not be specified where port is no number");
    }
    if (written.isEmpty()) {
      return protocol.map(p -> new PortSpec.Range(PortRange.all(p)));
    }
    return isName
        ? named(port, protocol, findings)
        : port.integer("port", 1, MAX)
            .flatMap(first -> range(port, first, endPort.orElse(first), protocol, findings));
  }

  private static Optional<PortSpec> range(
      Fields port, int first, int last, Optional<Protocol> protocol, Findings findings) {
    if (last < first) {
      findings.error(
          port.get("endPort").orElse(port.node()),
          "end-port",
          "endPort: " + last + " (expected: at least port, which is " + first + ")");
      return Optional.empty();
    }
    return protocol.map(p -> new PortSpec.Range(new PortRange(p, first, last)));
  }

  private static Optional<PortSpec> named(
      Fields port, Optional<Protocol> protocol, Findings findings) {
    String name = port.string("port").orElse("");
    if (!PortText.isServiceName(name)) {
      findings.error(
          port.get("port").orElse(port.node()),
          "invalid-port",
          "port: \""
              + name
              + "\" (expected: a number, or a name of at most 15 letters, digits and dashes)");
      return Optional.empty();
    }
    return protocol.map(p -> new PortSpec.Named(name.toLowerCase(Locale.ROOT), p, 0));
  }

  private static Optional<Protocol> protocol(Fields port, Findings findings) {
    if (!port.has("protocol")) {
      return Optional.of(Protocol.TCP);
    }
    String text = port.string("protocol").orElse("");
    return switch (text) {
      case "TCP", "UDP", "SCTP" -> Optional.of(Protocol.valueOf(text));
      default -> {
        findings.error(
            port.get("protocol").orElse(port.node()),
            "unknown-value",
            "protocol: \"" + text + "\" (expected: TCP, UDP or SCTP)");
        yield Optional.empty();
      }
    };
  }
}
