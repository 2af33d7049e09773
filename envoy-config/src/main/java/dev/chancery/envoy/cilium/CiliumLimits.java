package dev.chancery.envoy.cilium;

import dev.chancery.envoy.stock.StockLimits;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import java.util.List;

/**
 * What of the language a cilium-envoy does not enforce. A policy that asks for it is refused as a
 * whole, unless doing without it lets nothing more pass than the policy says.
 */
public final class CiliumLimits {
  private CiliumLimits() {}

  /** An error for each use of what cannot be enforced, and warnings; empty for most policies. */
  public static List<Problem> of(Policy policy) {
    return StockLimits.of(policy);
  }
}
