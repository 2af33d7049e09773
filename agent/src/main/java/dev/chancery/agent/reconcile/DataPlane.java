package dev.chancery.agent.reconcile;

import dev.chancery.envoy.Limits;
import dev.chancery.envoy.cilium.CiliumLimits;
import dev.chancery.envoy.stock.StockLimits;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is to enforce policies, and so what of the language it has to be able to. */
public enum DataPlane {
  /** Nothing: policies are judged by what they say. For tests of policies, never for an agent. */
  NONE {
    @Override
    public Optional<Limits> limits(Settings settings) {
      return Optional.empty();
    }
  },
  /** The stock Envoy. */
  ENVOY {
    @Override
    public Optional<Limits> limits(Settings settings) {
      return Optional.of(StockLimits.LIMITS);
    }
  },
  /** cilium-envoy. */
  CILIUM_ENVOY {
    @Override
    public Optional<Limits> limits(Settings settings) {
      return Optional.of(CiliumLimits.of(settings.cilium()));
    }
  };

  /** As written on command lines. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it does not enforce; empty where nothing is refused. */
  public abstract Optional<Limits> limits(Settings settings);

  /** An error for each demand of a policy that would not be enforced, and warnings. */
  final List<Problem> problems(Policy policy, Settings settings) {
    return limits(settings).map(l -> l.of(policy)).orElse(List.of());
  }
}
