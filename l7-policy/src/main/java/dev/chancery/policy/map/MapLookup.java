package dev.chancery.policy.map;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.Action;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the kernel reads from a policy map: two lookups, of the peer and of what stands for
 * everyone, each for the longest match of protocol and port. Mirrors Cilium's {@code
 * bpf/lib/policy.h}.
 */
public final class MapLookup {
  private final Wildcards wildcards;
  private final Map<MapKey, MapEntry> entries = new HashMap<>();

  private MapLookup(Wildcards wildcards) {
    this.wildcards = wildcards;
  }

  /** Over a map as Cilium until 1.19 has it. */
  public static MapLookup in(Collection<MapEntry> entries) {
    return in(entries, Wildcards.ONE);
  }

  /**
   * Over a map of either form.
   *
   * @param wildcards those that the entries were made with
   */
  public static MapLookup in(Collection<MapEntry> entries, Wildcards wildcards) {
    var lookup = new MapLookup(wildcards);
    entries.forEach(e -> lookup.entries.put(e.key(), e));
    return lookup;
  }

  /**
   * What becomes of a packet.
   *
   * @param port destination port; of ICMP the type
   */
  public MapVerdict decide(Direction direction, int identity, Protocol protocol, int port) {
    MapKey key = new MapKey(direction, identity, protocol, port, 16);
    Optional<MapEntry> own = longest(key);
    Optional<MapEntry> aggregate = longest(key.of(wildcards.of(identity)));
    if (own.isPresent() && aggregate.isPresent()) {
      return verdict(own.get(), aggregate.get());
    }
    return own.or(() -> aggregate)
        .or(() -> longest(key.of(MapKey.EVERYONE)))
        .map(MapLookup::verdict)
        .orElse(MapVerdict.NONE);
  }

  private Optional<MapEntry> longest(MapKey key) {
    return key.broader().filter(entries::containsKey).map(entries::get).findFirst();
  }

  private static MapVerdict verdict(MapEntry entry) {
    return new MapVerdict(Optional.of(entry), entry.authentication());
  }

  private static MapVerdict verdict(MapEntry own, MapEntry everyones) {
    boolean ownWins =
        own.precedence() == everyones.precedence()
            ? own.key().specificity() >= everyones.key().specificity()
            : own.precedence() > everyones.precedence();
    MapEntry winner = ownWins ? own : everyones;
    MapEntry other = ownWins ? everyones : own;
    return new MapVerdict(Optional.of(winner), authentication(winner, other));
  }

  /** What is not explicit gives way to the stronger type of the other, if both allow alike. */
  private static Optional<AuthRequirement> authentication(MapEntry winner, MapEntry other) {
    Optional<AuthRequirement> own = winner.authentication();
    if (winner.action() == Action.DENY
        || own.filter(AuthRequirement::explicit).isPresent()
        || winner.precedence() != other.precedence()) {
      return own;
    }
    return other
        .authentication()
        .filter(o -> own.map(a -> o.type().compareTo(a.type()) > 0).orElse(true))
        .map(AuthRequirement::derived)
        .or(() -> own);
  }
}
