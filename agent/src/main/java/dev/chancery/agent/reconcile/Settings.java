package dev.chancery.agent.reconcile;

import dev.chancery.envoy.stock.StockOptions;
import dev.chancery.policy.world.Options;

/**
 * What an operator has chosen about policy.
 *
 * @param cluster name of the cluster, a label of every identity
 */
public record Settings(String cluster, Options policy, StockOptions envoy) {
  public static final Settings DEFAULTS =
      new Settings("default", Options.DEFAULT, StockOptions.DEFAULTS);
}
