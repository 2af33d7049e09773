package dev.chancery.policy.map;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The key of an entry, as in {@code struct policy_key} of Cilium's {@code bpf/lib/policy.h}.
 *
 * @param identity of the peer; 0 for everyone
 * @param protocol {@link Protocol#ANY} for every protocol, with all ports
 * @param port the lowest port, or an ICMP type
 * @param portBits leading bits of the port that are fixed: 16 for one port, 0 for all
 */
public record MapKey(Direction direction, int identity, Protocol protocol, int port, int portBits) {
  /** Stands for every identity. */
  public static final int EVERYONE = 0;

  private static final int PROTOCOL_BITS = 8;

  public MapKey {
    if (portBits < 0 || portBits > 16 || port != (port & 0xFFFF & -1 << (16 - portBits))) {
      throw new IllegalArgumentException(
          "port prefix: " + port + "/" + portBits + " (expected: 0-65535/0-16, aligned)");
    }
    if (protocol == Protocol.ANY && portBits != 0) {
      throw new IllegalArgumentException("ports of every protocol: " + port + "/" + portBits);
    }
  }

  /** Every port of every protocol. */
  static MapKey everything(Direction direction, int identity) {
    return new MapKey(direction, identity, Protocol.ANY, 0, 0);
  }

  /** How many bits of protocol and port are fixed: what the longest prefix is measured by. */
  int specificity() {
    return protocol == Protocol.ANY ? 0 : PROTOCOL_BITS + portBits;
  }

  MapKey of(int otherIdentity) {
    return new MapKey(direction, otherIdentity, protocol, port, portBits);
  }

  /** The keys of this identity that cover this one, itself first, then ever broader. */
  Stream<MapKey> broader() {
    if (protocol == Protocol.ANY) {
      return Stream.of(this);
    }
    PortPrefix prefix = new PortPrefix(port, portBits);
    return Stream.concat(
        IntStream.rangeClosed(0, portBits)
            .mapToObj(less -> prefix.within(portBits - less))
            .map(p -> new MapKey(direction, identity, protocol, p.port(), p.bits())),
        Stream.of(everything(direction, identity)));
  }
}
