package dev.chancery.policy.map;

import dev.chancery.policy.model.Action;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.resolve.Redirect;
import java.util.Comparator;
import java.util.Optional;

/**
 * One entry of the policy map.
 *
 * @param redirect where allowed traffic goes; its proxy port is that of a listener of the user's
 *     own, the port of the shared ones is for whoever writes the map to fill in. An entry whose
 *     port is not known yet is withheld there: without the port it would let traffic pass the proxy
 * @param authentication empty where none is spoken of
 */
public record MapEntry(
    MapKey key,
    Action action,
    Optional<Redirect> redirect,
    Optional<AuthRequirement> authentication) {
  private static final long TIER = 0xFFFFFF00L;
  private static final int DENY = 255;
  private static final int PLAIN = 1;

  public MapEntry {
    if (action == Action.DENY && redirect.isPresent()) {
      throw new IllegalArgumentException("deny with a redirect: " + key);
    }
  }

  static MapEntry plain(MapKey key) {
    return new MapEntry(key, Action.ALLOW, Optional.empty(), Optional.empty());
  }

  static MapEntry of(MapKey key, PolicyEntry entry) {
    return new MapEntry(
        key,
        entry.action(),
        entry.redirect(),
        entry.authentication().map(a -> new AuthRequirement(a, true)));
  }

  /** Unsigned 32 bits as Cilium 1.19 encodes them, higher wins: deny, redirects, plain allow. */
  public long precedence() {
    if (action == Action.DENY) {
      return TIER | DENY;
    }
    return TIER | redirect.map(r -> DENY - r.priority()).orElse(PLAIN);
  }

  public boolean isRedirect() {
    return redirect.isPresent();
  }

  MapEntry of(MapKey otherKey) {
    return new MapEntry(otherKey, action, redirect, authentication);
  }

  MapEntry with(Optional<AuthRequirement> changed) {
    return new MapEntry(key, action, redirect, changed);
  }

  /** This and another of the same key as one. */
  MapEntry and(MapEntry other) {
    if (precedence() != other.precedence()) {
      return precedence() > other.precedence() ? this : other;
    }
    Optional<AuthRequirement> stronger =
        other
            .authentication
            .filter(
                o ->
                    authentication
                        .map(a -> AuthRequirement.STRENGTH.compare(o, a) > 0)
                        .orElse(true))
            .or(() -> authentication);
    MapEntry lowerPort = proxyPort() <= other.proxyPort() ? this : other;
    return lowerPort.with(action == Action.DENY ? Optional.empty() : stronger);
  }

  private int proxyPort() {
    return redirect.map(r -> r.proxyPort().orElse(0)).orElse(0);
  }

  /** By direction, identity, protocol, port. */
  static Comparator<MapEntry> order() {
    return Comparator.comparing((MapEntry e) -> e.key().direction())
        .thenComparing(e -> e.key().identity())
        .thenComparing(e -> e.key().protocol())
        .thenComparing(e -> e.key().port())
        .thenComparing(e -> e.key().portBits());
  }
}
