package dev.chancery.policy.map;

import dev.chancery.policy.model.Authentication;
import java.util.Comparator;

/**
 * How the peer of an entry has to authenticate.
 *
 * @param explicit whether a rule of this very entry says so; else it follows from a broader entry
 */
public record AuthRequirement(Authentication type, boolean explicit) {
  /** The stronger last: what is explicit, then the type of the higher number. */
  static final Comparator<AuthRequirement> STRENGTH =
      Comparator.comparing(AuthRequirement::explicit).thenComparing(AuthRequirement::type);

  AuthRequirement derived() {
    return new AuthRequirement(type, false);
  }
}
