package dev.chancery.agent.reconcile;

import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.IdentitySource;
import dev.chancery.envoy.stock.StockOptions;
import dev.chancery.policy.parse.language.Language;
import dev.chancery.policy.world.Options;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What an operator has chosen about policy.
 *
 * @param cluster name of the cluster, a label of every identity
 * @param language in which policies are written
 * @param envoy settings of the stock Envoy
 * @param cilium settings of cilium-envoy
 * @param dataPlanes that have to enforce them, each one all of them; at least one
 */
public record Settings(
    String cluster,
    Language language,
    Options policy,
    StockOptions envoy,
    CiliumOptions cilium,
    Set<DataPlane> dataPlanes) {
  public static final Settings DEFAULTS =
      new Settings("default", Language.DEFAULT, Options.DEFAULT, StockOptions.DEFAULTS);

  public Settings {
    if (dataPlanes.isEmpty()) {
      throw new IllegalArgumentException("data planes: none (expected: at least one)");
    }
    dataPlanes = Collections.unmodifiableSet(EnumSet.copyOf(dataPlanes));
    // A pod that Cilium has not numbered has no identity, and to the stock Envoy it is the world.
    if (dataPlanes.contains(DataPlane.ENVOY)
        && dataPlanes.contains(DataPlane.CILIUM_ENVOY)
        && cilium.identities() == IdentitySource.IPCACHE) {
      throw new IllegalArgumentException(
          "identity source: ipcache, beside the stock Envoy (expected: nphds, or cilium-envoy"
              + " alone)");
    }
  }

  /** Enforced by the stock Envoy. */
  public Settings(String cluster, Language language, Options policy, StockOptions envoy) {
    this(cluster, language, policy, envoy, CiliumOptions.DEFAULTS, Set.of(DataPlane.ENVOY));
  }

  /** Whether identities have the numbers that a Cilium agent has given them. */
  public boolean hasNumbersOfCilium() {
    return dataPlanes.contains(DataPlane.CILIUM_ENVOY)
        && cilium.identities() == IdentitySource.IPCACHE;
  }

  /** Whether rules about peers and ports alone are for somebody else's datapath to enforce. */
  public boolean leavesToDatapath() {
    return dataPlanes.contains(DataPlane.CILIUM_ENVOY) && !dataPlanes.contains(DataPlane.ENVOY);
  }

  /** The same with other data planes. */
  public Settings with(DataPlane... changed) {
    return new Settings(
        cluster, language, policy, envoy, cilium, Set.copyOf(Arrays.asList(changed)));
  }

  /** The same with other settings of cilium-envoy. */
  public Settings with(CiliumOptions changed) {
    return new Settings(cluster, language, policy, envoy, changed, dataPlanes);
  }
}
