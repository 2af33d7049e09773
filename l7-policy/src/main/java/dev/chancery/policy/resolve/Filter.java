package dev.chancery.policy.resolve;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import java.util.stream.Stream;

/**
 * The ports by which what rules say is brought together: a range as written. The same port given by
 * number and by name makes two filters.
 *
 * @param name of a port that was written by name; empty for numbers
 */
record Filter(PortRange ports, String name) {

  /** Ports of {@link Protocol#ANY} are a filter for each transport. */
  static Stream<Filter> ofNumbers(PortRange range) {
    if (range.protocol() != Protocol.ANY || range.isAllPorts()) {
      return Stream.of(new Filter(range, ""));
    }
    return Stream.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP)
        .map(p -> new Filter(new PortRange(p, range.first(), range.last()), ""));
  }

  /** To Cilium ICMP type 0 is every type: what is denied there is denied here. */
  static Stream<Filter> ofDenied(PortRange range) {
    boolean isTypeZero =
        !range.protocol().hasPorts() && range.protocol() != Protocol.ANY && range.last() == 0;
    return ofNumbers(isTypeZero ? PortRange.all(range.protocol()) : range);
  }
}
