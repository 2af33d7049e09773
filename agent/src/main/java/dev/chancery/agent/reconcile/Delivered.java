package dev.chancery.agent.reconcile;

import dev.chancery.xds.ResourceKey;
import java.util.Collection;

/** Waits for Envoys. */
@FunctionalInterface
public interface Delivered {
  /** What came of it; an Envoy that goes away meanwhile is not waited for. */
  enum Answer {
    /** Each Envoy has taken or refused all of it. */
    ALL,
    /** Not each has, while patience lasted. */
    SOME,
    /** None has, while patience lasted. */
    NONE,
    /** No Envoy asks for such resources. */
    NOBODY_ASKS
  }

  /** Nobody to wait for. */
  Delivered AT_ONCE = keys -> Answer.ALL;

  /**
   * Returns once every connected Envoy has taken or refused what the store now holds under these
   * keys and its workers act on it, or when patience ends.
   */
  Answer await(Collection<ResourceKey> keys);

  /** Whether a connected Envoy asks for resources of a type. */
  default boolean isAsked(String typeUrl) {
    return false;
  }
}
