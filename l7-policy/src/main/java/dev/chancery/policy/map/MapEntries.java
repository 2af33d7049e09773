package dev.chancery.policy.map;

import dev.chancery.policy.Direction;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.world.Options;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The map entries of an endpoint's policy, as Cilium's {@code pkg/policy/mapstate.go} makes them.
 *
 * <p>Every entry of the policy gives one for each peer and each block of ports. Of those with one
 * key the highest precedence stays. Then whatever a broader key of the same peer or of everyone
 * outranks is left out: the kernel looks at the longest match of a peer alone, which must not be
 * one that a deny or a redirect of a larger range overrules.
 */
public final class MapEntries {
  private static final MapEntry LOCALHOST =
      MapEntry.plain(MapKey.everything(Direction.INGRESS, ReservedIdentity.HOST.number()));

  private final Wildcards wildcards;
  private final Map<MapKey, MapEntry> entries = new HashMap<>();

  private MapEntries(Wildcards wildcards) {
    this.wildcards = wildcards;
  }

  /** As Cilium until 1.19 has them, in a fixed order. */
  public static List<MapEntry> of(EndpointPolicy policy, Options options) {
    return of(policy, options, Wildcards.ONE);
  }

  /**
   * In a fixed order.
   *
   * @param options tells whether the local host has an entry where nothing is enforced; all else is
   *     in the policy
   */
  public static List<MapEntry> of(EndpointPolicy policy, Options options, Wildcards wildcards) {
    var made = new MapEntries(wildcards);
    made.add(policy.ingress());
    made.add(policy.egress());
    if (options.allowLocalhost() && !policy.ingress().enforced()) {
      made.add(LOCALHOST);
    }
    return made.effective();
  }

  private void add(DirectionPolicy policy) {
    if (!policy.enforced()) {
      addEveryone(MapEntry.plain(MapKey.everything(policy.direction(), MapKey.EVERYONE)));
    }
    Map<PortRange, List<PolicyEntry>> ofEveryone =
        policy.entries().stream()
            .filter(e -> e.peers() instanceof Peers.Any)
            .collect(Collectors.groupingBy(PolicyEntry::ports));
    for (PolicyEntry entry : policy.entries()) {
      if (entry.isAllowLocalhost()) {
        add(LOCALHOST);
      } else {
        add(policy.direction(), entry, ofEveryone.getOrDefault(entry.ports(), List.of()));
      }
    }
  }

  /**
   * @param ofEveryone entries of everyone on the same ports: to say the same of single peers is
   *     needless
   */
  private void add(Direction direction, PolicyEntry entry, List<PolicyEntry> ofEveryone) {
    for (MapKey key : keys(direction, entry.ports())) {
      MapEntry made = MapEntry.of(key, entry);
      if (entry.peers() instanceof Peers.Identities some) {
        boolean needless =
            !entry.ports().isAllPorts()
                && ofEveryone.stream().map(e -> MapEntry.of(key, e)).anyMatch(made::equals);
        if (!needless) {
          some.numbers().forEach(identity -> add(made.of(key.of(identity))));
        }
      } else {
        addEveryone(made);
      }
    }
  }

  private static List<MapKey> keys(Direction direction, PortRange ports) {
    if (ports.isEverything()) {
      return List.of(MapKey.everything(direction, MapKey.EVERYONE));
    }
    Stream<Protocol> protocols =
        ports.protocol() == Protocol.ANY
            ? Stream.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP)
            : Stream.of(ports.protocol());
    return protocols
        .flatMap(
            protocol ->
                PortPrefix.of(ports).stream()
                    .map(p -> new MapKey(direction, MapKey.EVERYONE, protocol, p.port(), p.bits())))
        .toList();
  }

  private void addEveryone(MapEntry entry) {
    wildcards.identities().forEach(w -> add(entry.of(entry.key().of(w))));
  }

  private void add(MapEntry entry) {
    entries.merge(entry.key(), entry, MapEntry::and);
  }

  private List<MapEntry> effective() {
    return entries.values().stream()
        .filter(e -> !isOutranked(e))
        .filter(e -> !isAggregated(e))
        .map(this::withDerivedAuthentication)
        .sorted(MapEntry.order())
        .toList();
  }

  private boolean isOutranked(MapEntry entry) {
    return Stream.of(entry.key(), entry.key().of(wildcards.of(entry.key().identity())))
        .flatMap(MapKey::broader)
        .anyMatch(
            k -> {
              MapEntry broader = entries.get(k);
              return broader != null && !k.equals(entry.key()) && outranks(broader, entry);
            });
  }

  /** A deny needs no second one below it; allows that are alike may differ in what they demand. */
  private static boolean outranks(MapEntry broader, MapEntry entry) {
    return broader.precedence() > entry.precedence()
        || (broader.action() == Action.DENY && entry.action() == Action.DENY);
  }

  /** From 1.20 what says the same as the aggregate on the same ports is left out. */
  private boolean isAggregated(MapEntry entry) {
    int identity = entry.key().identity();
    MapKey aggregate = entry.key().of(wildcards.of(identity));
    MapEntry same = entries.get(aggregate);
    return wildcards == Wildcards.AGGREGATES
        && !wildcards.identities().contains(identity)
        && same != null
        && same.of(entry.key()).equals(entry);
  }

  /**
   * Where no rule of these ports speaks of authentication, the next broader one of the peer does.
   */
  private MapEntry withDerivedAuthentication(MapEntry entry) {
    if (entry.action() == Action.DENY || entry.authentication().isPresent()) {
      return entry;
    }
    return entry.with(
        entry
            .key()
            .broader()
            .skip(1)
            .flatMap(k -> Stream.ofNullable(entries.get(k)))
            .filter(e -> e.action() == Action.ALLOW)
            .flatMap(e -> e.authentication().stream())
            .map(AuthRequirement::derived)
            .findFirst());
  }
}
