package dev.chancery.agent.offline.flows;

import com.google.common.net.InetAddresses;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.api.flow.Endpoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How questions name the ends of a flow. */
interface EndNames {
  /** Labels of everyone outside the cluster. */
  Set<String> WORLD = Set.of("world", "world-ipv4", "world-ipv6");

  /**
   * Empty where nothing in the flow says who it was, or nobody like that is known.
   *
   * @param address may be empty
   * @param names that the address was answered with
   */
  Optional<String> of(Endpoint end, String address, List<String> names);

  /** As recorded: pods by their names, addresses outside by the first of theirs. */
  static EndNames asRecorded() {
    return (end, address, names) -> {
      if (isPod(end)) {
        return Optional.of(end.getNamespace() + "/" + end.getPodName());
      }
      return reserved(end)
          .filter(r -> !WORLD.contains(r) || address.isEmpty())
          .or(() -> names.stream().sorted().findFirst())
          .or(() -> Optional.of(address).filter(EndNames::isAddress));
    };
  }

  /** Those that a view has: a pod that is gone stands for one with the very same labels. */
  static EndNames in(NodeView view) {
    Map<List<String>, String> byLabels = new HashMap<>();
    Set<String> pods = new HashSet<>();
    for (var endpoint : view.world().endpoints()) {
      byLabels.putIfAbsent(endpoint.identity().labels().texts(), endpoint.key());
      pods.add(endpoint.key());
    }
    return (end, address, names) -> {
      String key = end.getNamespace() + "/" + end.getPodName();
      if (pods.contains(key)) {
        return Optional.of(key);
      }
      List<String> labels = end.getLabelsList().stream().sorted().toList();
      return Optional.ofNullable(byLabels.get(labels))
          .or(() -> isPod(end) ? Optional.empty() : outside(end, address));
    };
  }

  /** Without the name of an interface, which only its own machine knows. */
  static boolean isAddress(String text) {
    return !text.contains("%") && InetAddresses.isInetAddress(text);
  }

  /** Whether the flow names a pod. */
  static boolean isPod(Endpoint end) {
    return !end.getPodName().isEmpty() && !end.getNamespace().isEmpty();
  }

  private static Optional<String> outside(Endpoint end, String address) {
    return reserved(end)
        .filter(r -> !WORLD.contains(r) || address.isEmpty())
        .or(() -> Optional.of(address).filter(EndNames::isAddress));
  }

  private static Optional<String> reserved(Endpoint end) {
    return end.getLabelsList().stream()
        .filter(l -> l.startsWith("reserved:"))
        .map(l -> l.substring("reserved:".length()))
        .sorted()
        .findFirst();
  }
}
