package dev.chancery.agent.offline.matrix;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.PrefixLabels;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.world.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who can reach whom, for all pods, the host, the world, and each part of it that policies name.
 *
 * @param clients rows
 * @param servers columns
 * @param cells row by row; a cell of two that are no pods, or of one with itself alone, is missing
 */
public record Matrix(List<Party> clients, List<Party> servers, List<Cell> cells) {
  public Matrix {
    clients = List.copyOf(clients);
    servers = List.copyOf(servers);
    cells = List.copyOf(cells);
  }

  public static Matrix of(NodeView view) {
    List<Party> pods = parties(view);
    List<Party> all = new ArrayList<>(pods);
    for (ReservedIdentity other : List.of(ReservedIdentity.HOST, ReservedIdentity.WORLD)) {
      all.add(new Party(other.number(), other.text(), List.of()));
    }
    all.addAll(outside(view));
    List<Cell> cells = new ArrayList<>();
    for (Party from : all) {
      for (Party to : all) {
        if (isAsked(from, to)) {
          cells.add(new Cell(from, to, Openings.between(view, from, to)));
        }
      }
    }
    return new Matrix(all, all, cells);
  }

  /** Prefixes and names with an identity of their own, whom policies may treat unlike the rest. */
  private static List<Party> outside(NodeView view) {
    return view.resolution().identities().values().stream()
        .filter(i -> i.number() > Identity.FIRST_LOCAL)
        .map(i -> new Party(i.number(), name(i), List.of()))
        .sorted(Comparator.comparing(Party::name))
        .toList();
  }

  private static String name(Identity identity) {
    return PrefixLabels.prefixes(identity.labels())
        .findFirst()
        .map(IpPrefix::toString)
        .orElseGet(() -> String.join(" ", identity.labels().texts()));
  }

  private static boolean isAsked(Party from, Party to) {
    return from.equals(to)
        ? from.endpoints().size() > 1
        : !from.endpoints().isEmpty() || !to.endpoints().isEmpty();
  }

  /** What pods of one party share. */
  private record Likeness(
      int identity, Optional<DirectionPolicy> ingress, Optional<DirectionPolicy> egress) {
    static Likeness of(NodeView view, Endpoint endpoint) {
      Optional<EndpointPolicy> policy =
          Optional.ofNullable(view.resolution().policies().get(endpoint.key()));
      return new Likeness(
          endpoint.identity().number(),
          policy.map(EndpointPolicy::ingress),
          policy.map(EndpointPolicy::egress));
    }
  }

  /** Pods by identity and policy, in the order of their names. */
  private static List<Party> parties(NodeView view) {
    Map<Likeness, List<Endpoint>> alike = new LinkedHashMap<>();
    view.world().endpoints().stream()
        .sorted(Comparator.comparing(Endpoint::key))
        .forEach(e -> alike.computeIfAbsent(Likeness.of(view, e), l -> new ArrayList<>()).add(e));
    return alike.values().stream().map(Party::of).toList();
  }
}
