package dev.chancery.policy.resolve;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Endpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the names of ports stand for: on ingress the subject's own ports, on egress the one port
 * that all pods give the name to. A name that stands for nothing, or for several ports on egress,
 * opens nothing.
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
    Set<PortRange> agreed = new HashSet<>();
    ports(named, all.stream()).forEach(p -> agreed.add(PortRange.of(p.protocol(), p.port())));
    if (agreed.size() != 1) {
      return List.of();
    }
    return agreed.stream()
        .filter(p -> named.protocol().covers(p.protocol()))
        .map(p -> new PortRange(p.protocol(), p.first(), Math.max(p.first(), named.endPort())))
        .toList();
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
