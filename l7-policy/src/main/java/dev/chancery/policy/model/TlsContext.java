package dev.chancery.policy.model;

import java.util.Optional;

/**
 * {@code terminatingTLS} or {@code originatingTLS}: the certificates of an intercepted connection.
 *
 * @param secret empty where none is written, which the custom resource's schema refuses
 * @param trustedCa key of the secret; {@code ca.crt} where none is written
 * @param certificate key of the secret; {@code tls.crt} where none is written
 * @param privateKey key of the secret; {@code tls.key} where none is written
 */
public record TlsContext(
    Optional<SecretRef> secret,
    Optional<String> trustedCa,
    Optional<String> certificate,
    Optional<String> privateKey) {}
