package dev.chancery.policy.resolve;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the names of ports stand for: on ingress the subject's own ports, on egress the one port of
 * each protocol that all pods give the name to. A name that stands for nothing, or for several
 * ports on egress, opens nothing.
 */
final class NamedPorts {
  private final List<Endpoint> all;

  NamedPorts(List<Endpoint> all) {
    this.all = all;
  }

  List<PortRange> ingress(PortSpec.Named named, Endpoint subject) {
    return ports(named, Stream.of(subject))
        .filter(p -> named.protocol().covers(p.protocol()))
        .map(p -> range(named, p))
        .distinct()
        .toList();
  }

  List<PortRange> egress(PortSpec.Named named) {
    return Stream.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP)
        .filter(named.protocol()::covers)
        .flatMap(protocol -> agreed(named, protocol).stream())
        .toList();
  }

  private Optional<PortRange> agreed(PortSpec.Named named, Protocol protocol) {
    List<PortRange> ranges =
        ports(named, all.stream())
            .filter(p -> p.protocol() == protocol)
            .map(p -> range(named, p))
            .distinct()
            .toList();
    return ranges.size() == 1 ? Optional.of(ranges.get(0)) : Optional.empty();
  }

  private static Stream<ContainerPort> ports(PortSpec.Named named, Stream<Endpoint> endpoints) {
    return endpoints
        .flatMap(e -> e.ports().stream())
        .filter(p -> p.protocol() != Protocol.ANY)
        .filter(p -> p.name().toLowerCase(Locale.ROOT).equals(named.name()));
  }

  private static PortRange range(PortSpec.Named named, ContainerPort port) {
    return new PortRange(port.protocol(), port.port(), Math.max(port.port(), named.endPort()));
  }
}
