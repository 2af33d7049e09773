package dev.chancery.agent.reconcile;

import dev.chancery.envoy.stock.StockOptions;
import dev.chancery.policy.parse.cilium.Language;
import dev.chancery.policy.world.Options;

/**
 * What an operator has chosen about policy.
 *
 * @param cluster name of the cluster, a label of every identity
 * @param language in which policies are written
 */
public record Settings(String cluster, Language language, Options policy, StockOptions envoy) {
  public static final Settings DEFAULTS =
      new Settings("default", Language.DEFAULT, Options.DEFAULT, StockOptions.DEFAULTS);
}
