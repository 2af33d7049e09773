package dev.chancery.envoy.npds;

/**
 * What the messages depend on beside the policy.
 *
 * @param secretsNamespace where the secrets that policies name are copied to; the front part of
 *     their names in SDS
 * @param proxyIds whether the proxy reads {@code proxy_id}: cilium-envoy 1.33 and later. For an
 *     older one a rule that holds on one listener alone is left out, as it would hold on every one
 */
public record NpdsOptions(String secretsNamespace, boolean proxyIds) {
  /** As the charts of Cilium have them. */
  public static final NpdsOptions DEFAULT = new NpdsOptions("cilium-secrets", true);
}
