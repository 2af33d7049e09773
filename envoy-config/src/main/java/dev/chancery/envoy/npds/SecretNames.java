package dev.chancery.envoy.npds;

import dev.chancery.policy.model.SecretRef;

/**
 * Names of secrets in SDS; two secrets can have the same one.
 *
 * @param namespace that they are copied to
 */
public record SecretNames(String namespace) {
  public String of(SecretRef secret) {
    return namespace + "/" + secret.namespace() + "-" + secret.name();
  }
}
