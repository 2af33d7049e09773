package dev.chancery.envoy.cilium;

import dev.chancery.policy.model.SecretRef;

/** A Kubernetes Secret that a policy names, and as what. */
public sealed interface SecretUse {
  SecretRef ref();

  /** As messages name it. */
  String purpose();

  /**
   * The certificate that a client of an intercepted connection is shown.
   *
   * @param chain key of the certificate chain in the secret
   * @param privateKey key of its private key
   */
  record Certificate(SecretRef ref, String chain, String privateKey) implements SecretUse {
    @Override
    public String purpose() {
      return "certificate of keys " + chain + " and " + privateKey;
    }
  }

  /**
   * Whom the proxy trusts as the server of an intercepted connection.
   *
   * @param key of the certificates in the secret
   */
  record TrustedCa(SecretRef ref, String key) implements SecretUse {
    @Override
    public String purpose() {
      return "trusted certificates of key " + key;
    }
  }

  /** What a header is compared with: the secret's only value, or that of the key {@code value}. */
  record HeaderValue(SecretRef ref) implements SecretUse {
    @Override
    public String purpose() {
      return "value of a header";
    }
  }
}
