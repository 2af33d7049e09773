package dev.chancery.policy.resolve;

import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.peer.AddressBook;
import dev.chancery.policy.peer.SelectorIndex;
import dev.chancery.policy.world.World;

/**
 * From a world to the policy of each endpoint, as in Cilium's {@code pkg/policy}. Pure.
 *
 * <p>Each step is a function of those before: who has which address and which identities there are
 * ({@link AddressBook}), whom each selector selects among them ({@link SelectorIndex}), which rules
 * bind whom ({@link Bindings}), and the entries of each endpoint ({@link EndpointResolver}). A
 * resolution remembers what went into each of them ({@link Memo}), so that the next one computes
 * only what depends on what has changed.
 */
public final class Resolver {
  private Resolver() {}

  /**
   * Resolves everything anew, for endpoints of which nothing is known.
   *
   * @param numbering of an earlier resolution or state; what has a number keeps it
   */
  public static Resolution resolve(World world, Numbering numbering) {
    return next(Resolution.NOTHING, world, numbering);
  }

  /**
   * What follows from the world after a change. It equals what {@link #anew} gives; what has not
   * changed is the same object as before, down to the directions of policies.
   *
   * @param before of any earlier world; the nearer, the less there is to compute
   * @param numbering of {@code before}, with numbers for all workloads and endpoints
   */
  public static Resolution next(Resolution before, World world, Numbering numbering) {
    Memo memo = before.memo();
    boolean isAnotherCluster = !memo.selectors().cluster().equals(world.cluster());
    if (isAnotherCluster) {
      return anew(before, world, numbering);
    }
    return Step.take(before, memo, world, numbering);
  }

  /**
   * As {@link #next}, and nothing is reused. Of {@code before} counts only which rules an endpoint
   * had before a conflict.
   */
  public static Resolution anew(Resolution before, World world, Numbering numbering) {
    return Step.take(Resolution.NOTHING, before.memo(), world, numbering);
  }
}
