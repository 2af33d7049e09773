package dev.chancery.flows.filter;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.flows.golang.GoNumber;
import dev.chancery.flows.golang.GoQuote;
import dev.chancery.flows.golang.GoSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** {@code source_port}, {@code destination_port}: of TCP, UDP and SCTP. */
final class PortFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getSourcePortCount() > 0) {
      matches.add(portIn("source", filter.getSourcePortList(), PortFilter::sourcePort));
    }
    if (filter.getDestinationPortCount() > 0) {
      matches.add(
          portIn("destination", filter.getDestinationPortList(), PortFilter::destinationPort));
    }
    return matches;
  }

  private static FlowMatch portIn(
      String side, List<String> wanted, Function<Flow, OptionalInt> actual)
      throws InvalidFilterException {
    var ports = new HashSet<Integer>();
    for (String port : wanted) {
      try {
        ports.add((int) GoNumber.parseUint(port, 16));
      } catch (GoSyntaxException e) {
        throw new InvalidFilterException(
            String.format(
                "invalid %s port filter: invalid port %s: %s",
                side, GoQuote.quote(port), e.text()));
      }
    }
    return flow -> {
      OptionalInt port = actual.apply(flow);
      return port.isPresent() && ports.contains(port.getAsInt() & 0xffff);
    };
  }

  private static OptionalInt sourcePort(Flow flow) {
    var l4 = flow.getL4();
    return switch (l4.getProtocolCase()) {
      case TCP -> OptionalInt.of(l4.getTCP().getSourcePort());
      case UDP -> OptionalInt.of(l4.getUDP().getSourcePort());
      case SCTP -> OptionalInt.of(l4.getSCTP().getSourcePort());
      default -> OptionalInt.empty();
    };
  }

  private static OptionalInt destinationPort(Flow flow) {
    var l4 = flow.getL4();
    return switch (l4.getProtocolCase()) {
      case TCP -> OptionalInt.of(l4.getTCP().getDestinationPort());
      case UDP -> OptionalInt.of(l4.getUDP().getDestinationPort());
      case SCTP -> OptionalInt.of(l4.getSCTP().getDestinationPort());
      default -> OptionalInt.empty();
    };
  }
}
