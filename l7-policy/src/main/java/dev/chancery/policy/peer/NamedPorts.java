package dev.chancery.policy.peer;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.persistent.PersistentBag;
import dev.chancery.policy.persistent.PersistentMap;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the names of ports stand for: on ingress the subject's own ports, on egress the one port of
 * each protocol that all pods give the name to. A name that stands for nothing, or for several
 * ports on egress, opens nothing. Immutable.
 *
 * @param all how many pods have a port, by its name in lower case
 */
public record NamedPorts(PersistentMap<String, PersistentBag<ContainerPort>> all) {
  public static final NamedPorts NONE = new NamedPorts(PersistentMap.empty());

  /**
   * @param changed gets the names that stand for another port on egress than before, and perhaps
   *     others
   */
  public NamedPorts next(ListChange<Endpoint> endpoints, Set<String> changed) {
    var now = all;
    for (Endpoint endpoint : endpoints.added()) {
      for (ContainerPort port : named(endpoint).toList()) {
        var bag = now.getOrDefault(port.name(), PersistentBag.empty());
        if (!bag.contains(port)) {
          changed.add(port.name());
        }
        now = now.with(port.name(), bag.with(port));
      }
    }
    for (Endpoint endpoint : endpoints.removed()) {
      for (ContainerPort port : named(endpoint).toList()) {
        var bag = now.getOrDefault(port.name(), PersistentBag.empty()).without(port);
        if (!bag.contains(port)) {
          changed.add(port.name());
        }
        now = bag.elements().isEmpty() ? now.without(port.name()) : now.with(port.name(), bag);
      }
    }
    return new NamedPorts(now);
  }

  public List<PortRange> ingress(PortSpec.Named named, Endpoint subject) {
    return named(subject)
        .filter(p -> p.name().equals(named.name()))
        .filter(p -> named.protocol().covers(p.protocol()))
        .map(p -> range(named, p))
        .distinct()
        .toList();
  }

  public List<PortRange> egress(PortSpec.Named named) {
    return Stream.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP)
        .filter(named.protocol()::covers)
        .flatMap(protocol -> agreed(named, protocol).stream())
        .toList();
  }

  private Optional<PortRange> agreed(PortSpec.Named named, Protocol protocol) {
    List<PortRange> ranges =
        all.getOrDefault(named.name(), PersistentBag.empty()).elements().stream()
            .filter(p -> p.protocol() == protocol)
            .map(p -> range(named, p))
            .distinct()
            .toList();
    return ranges.size() == 1 ? Optional.of(ranges.get(0)) : Optional.empty();
  }

  private static Stream<ContainerPort> named(Endpoint endpoint) {
    return endpoint.ports().stream()
        .filter(p -> p.protocol() != Protocol.ANY && !p.name().isEmpty())
        .map(p -> new ContainerPort(p.name().toLowerCase(Locale.ROOT), p.protocol(), p.port()));
  }

  private static PortRange range(PortSpec.Named named, ContainerPort port) {
    return new PortRange(port.protocol(), port.port(), Math.max(port.port(), named.endPort()));
  }
}
