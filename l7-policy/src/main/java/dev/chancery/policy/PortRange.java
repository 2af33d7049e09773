package dev.chancery.policy;

/**
 * A port or an inclusive range of ports of one protocol.
 *
 * @param first lowest port, 0–65535
 * @param last highest port, {@code first}–65535; 0–65535 stands for every port
 */
public record PortRange(Protocol protocol, int first, int last) {
  private static final int MAX = 65535;

  /** Every port of every protocol: the filter of a rule without {@code toPorts}. */
  public static final PortRange EVERYTHING = new PortRange(Protocol.ANY, 0, MAX);

  public PortRange {
    if (first < 0 || last > MAX || last < first) {
      throw new IllegalArgumentException(
          "port range: " + first + "-" + last + " (expected: 0-65535, ascending)");
    }
  }

  /** One port. */
  public static PortRange of(Protocol protocol, int port) {
    return new PortRange(protocol, port, port);
  }

  /** Every port of one protocol. */
  public static PortRange all(Protocol protocol) {
    return new PortRange(protocol, 0, MAX);
  }

  /** Ports of {@link Protocol#ANY} are ports of transports: only every port includes ICMP. */
  public boolean contains(Protocol protocol, int port) {
    return this.protocol.covers(protocol)
        && (this.protocol == protocol || protocol.hasPorts() || isAllPorts())
        && first <= port
        && port <= last;
  }

  public boolean isAllPorts() {
    return first == 0 && last == MAX;
  }

  /** Whether nothing is outside: every port of every protocol. */
  public boolean isEverything() {
    return protocol == Protocol.ANY && isAllPorts();
  }

  /** {@code 80/TCP}, {@code 8000-8080/TCP}, or {@code *} for every port. */
  @Override
  public String toString() {
    if (isAllPorts()) {
      return protocol == Protocol.ANY ? "*" : "*/" + protocol;
    }
    return (first == last ? "" + first : first + "-" + last) + "/" + protocol;
  }
}
