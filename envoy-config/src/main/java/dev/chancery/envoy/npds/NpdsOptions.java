package dev.chancery.envoy.npds;

/**
 * What the messages depend on beside the policy.
 *
 * @param secretsNamespace where the secrets that policies name are copied to; the front part of
 *     their names in SDS
 * @param proxyIds whether the proxy reads {@code proxy_id}: cilium-envoy 1.33 and later. For an
 *     older one a rule that holds on one listener alone is left out, as it would hold on every one
 * @param serverNamePatterns whether the proxy reads patterns of server names: 1.34 and later. For
 *     an older one they are left out, as it would compare them as they stand
 * @param conntrack whether the proxy asks Cilium's connection tracking map for identities: until
 *     1.35, and where there is one
 */
public record NpdsOptions(
    String secretsNamespace, boolean proxyIds, boolean serverNamePatterns, boolean conntrack) {
  /** As the charts of Cilium have them. */
  public static final NpdsOptions DEFAULT = new NpdsOptions("cilium-secrets", true, true, true);
}
