package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.Protocol;
import dev.chancery.policy.parse.syntax.PortText;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code protocol} of a port. */
final class Protocols {
  private static final Set<Protocol> ALWAYS =
      EnumSet.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.VRRP, Protocol.IGMP);
  private static final Set<Protocol> SINCE_1_20 =
      EnumSet.of(Protocol.GRE, Protocol.IPIP, Protocol.IPV6, Protocol.ESP, Protocol.AH);

  /** Of those in {@link #ALWAYS}, as messages list them. */
  private static final String LISTED = "tcp | udp | sctp | vrrp | igmp | ";

  private Protocols() {}

  /** In any case of letters; without one, all of them. Empty, with an error, for others. */
  static Optional<Protocol> read(Fields port, Context context) {
    String written = port.string("protocol").orElse("");
    String upper = written.toUpperCase(Locale.ROOT);
    if (upper.isEmpty() || upper.equals(Protocol.ANY.name())) {
      return Optional.of(Protocol.ANY);
    }
    boolean more = context.language().compat().isAtLeast(Compat.V1_20);
    Optional<Protocol> known = ALWAYS.stream().filter(p -> p.name().equals(upper)).findFirst();
    if (known.isEmpty() && more) {
      known = SINCE_1_20.stream().filter(p -> p.name().equals(upper)).findFirst();
    }
    Node at = port.get("protocol").orElse(port.node());
    if (known.isEmpty()) {
      context
          .findings()
          .error(
              at,
              "unknown-value",
              "invalid protocol \"" + upper + "\", must be { " + LISTED + others(more) + "any }");
    }
    known.filter(p -> !p.hasPorts() && written.equals(upper)).ifPresent(p -> check(port, context));
    return known;
  }

  private static String others(boolean more) {
    return more
        ? SINCE_1_20.stream()
            .map(p -> p.name().toLowerCase(Locale.ROOT) + " | ")
            .collect(Collectors.joining())
        : "";
  }

  /** A name is no number, and is taken; in lower case, as in Cilium, nothing is checked. */
  private static void check(Fields port, Context context) {
    String text = port.string("port").orElse("");
    if (!text.isEmpty() && !text.equals("0") && !PortText.isServiceName(text)) {
      context
          .findings()
          .error(port.get("port").orElse(port.node()), "invalid-port", "port must be empty or 0");
    }
  }
}
