package dev.chancery.envoy.npds;

import dev.chancery.policy.model.SecretRef;

/**
 * Names of secrets in SDS.
 *
 * @param namespace that they are copied to
 */
record SecretNames(String namespace) {
  String of(SecretRef secret) {
    return namespace + "/" + secret.namespace() + "-" + secret.name();
  }
}
