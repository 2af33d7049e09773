package dev.chancery.policy;

/**
 * A transport protocol, as written in {@code toPorts.ports[].protocol}; {@link #ANY} is all of
 * them.
 */
public enum Protocol {
  ANY(0),
  ICMP(1),
  IGMP(2),
  IPIP(4),
  TCP(6),
  UDP(17),
  IPV6(41),
  GRE(47),
  ESP(50),
  AH(51),
  ICMPV6(58),
  VRRP(112),
  SCTP(132);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  /** IANA protocol number; 0 for {@link #ANY}. */
  public int number() {
    return number;
  }

  /**
   * Whether a port number means a port; ICMP has its type in the place of one, and the others have
   * none: 0.
   */
  public boolean hasPorts() {
    return this == TCP || this == UDP || this == SCTP;
  }

  /** Whether traffic of {@code other} is traffic of this protocol. */
  public boolean covers(Protocol other) {
    return this == ANY || this == other;
  }
}
