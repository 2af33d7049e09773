package dev.chancery.agent.reconcile;

import dev.chancery.envoy.stock.StockOptions;
import dev.chancery.policy.parse.language.Language;
import dev.chancery.policy.world.Options;

/**
 * What an operator has chosen about policy.
 *
 * @param cluster name of the cluster, a label of every identity
 * @param language in which policies are written
 * @param dataPlane that has to enforce them
 */
public record Settings(
    String cluster, Language language, Options policy, StockOptions envoy, DataPlane dataPlane) {
  public static final Settings DEFAULTS =
      new Settings("default", Language.DEFAULT, Options.DEFAULT, StockOptions.DEFAULTS);

  /** Enforced by the stock Envoy. */
  public Settings(String cluster, Language language, Options policy, StockOptions envoy) {
    this(cluster, language, policy, envoy, DataPlane.ENVOY);
  }

  /** The same with another data plane. */
  public Settings with(DataPlane changed) {
    return new Settings(cluster, language, policy, envoy, changed);
  }
}
