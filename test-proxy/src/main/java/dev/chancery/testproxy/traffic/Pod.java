package dev.chancery.testproxy.traffic;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * A workload as the datapath knows it.
 *
 * @param address its own, by which policies know it
 * @param front that others dial in its place, where something else has the address itself
 * @param application where its server really listens, on the same ports; empty for a mere client
 * @param ports that its server listens on
 */
public record Pod(
    InetAddress address, InetAddress front, Optional<InetAddress> application, Set<Integer> ports) {
  public Pod {
    ports = Set.copyOf(ports);
    if (application.isEmpty() && !ports.isEmpty()) {
      throw new IllegalArgumentException("pod " + address + ": ports without an application");
    }
  }

  /** A pod that only sends. */
  public static Pod client(InetAddress address) {
    return new Pod(address, address, Optional.empty(), Set.of());
  }

  public static Pod server(InetAddress address, InetAddress application, Integer... ports) {
    return new Pod(address, address, Optional.of(application), Set.of(ports));
  }

  /** The same that others dial at another address. */
  public Pod at(InetAddress changed) {
    return new Pod(address, changed, application, ports);
  }
}
