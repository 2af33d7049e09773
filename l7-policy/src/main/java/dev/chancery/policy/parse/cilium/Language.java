package dev.chancery.policy.parse.cilium;

/**
 * What a policy may say: the release, and what operators of Cilium switch on by flags.
 *
 * @param nodeSelectorLabels {@code enable-node-selector-labels}: without it {@code fromNodes} and
 *     {@code toNodes} are refused
 * @param extendedIpProtocols {@code enable-extended-ip-protocols}: with it a port may be left out
 */
public record Language(Compat compat, boolean nodeSelectorLabels, boolean extendedIpProtocols) {
  /** 1.19 with the defaults of its agent. */
  public static final Language DEFAULT = of(Compat.V1_19);

  /** The defaults of an agent. */
  public static Language of(Compat compat) {
    return new Language(compat, false, false);
  }
}
