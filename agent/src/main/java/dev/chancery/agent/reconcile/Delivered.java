package dev.chancery.agent.reconcile;

import dev.chancery.xds.ResourceKey;
import java.util.Collection;

/** Waits for Envoys. */
@FunctionalInterface
public interface Delivered {
  /** Nobody to wait for. */
  Delivered AT_ONCE = keys -> {};

  /**
   * Returns once every connected Envoy has taken or refused what the store now holds under these
   * keys and its workers act on it, or when patience ends.
   */
  void await(Collection<ResourceKey> keys);
}
