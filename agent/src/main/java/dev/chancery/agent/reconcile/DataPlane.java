package dev.chancery.agent.reconcile;

import dev.chancery.envoy.cilium.CiliumLimits;
import dev.chancery.envoy.stock.StockLimits;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import java.util.List;
import java.util.Locale;

/** What is to enforce policies, and so what of the language it has to be able to. */
public enum DataPlane {
  /** Nothing: policies are judged by what they say. For tests of policies, never for an agent. */
  NONE {
    @Override
    List<Problem> limits(Policy policy) {
      return List.of();
    }
  },
  /** The stock Envoy. */
  ENVOY {
    @Override
    List<Problem> limits(Policy policy) {
      return StockLimits.of(policy);
    }
  },
  /** cilium-envoy. */
  CILIUM_ENVOY {
    @Override
    List<Problem> limits(Policy policy) {
      return CiliumLimits.of(policy);
    }
  };

  /** As written on command lines. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** An error for each demand of a policy that would not be enforced, and warnings. */
  abstract List<Problem> limits(Policy policy);
}
