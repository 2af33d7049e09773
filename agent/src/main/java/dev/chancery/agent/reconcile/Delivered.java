package dev.chancery.agent.reconcile;

import dev.chancery.xds.ResourceKey;
import java.util.Collection;

/** Waits for Envoys. */
@FunctionalInterface
public interface Delivered {
  /** What came of it. */
  enum Answer {
    /** Each has taken or refused it. */
    ALL,
    /** One has not answered while patience lasted. */
    NOT_ALL,
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
}
