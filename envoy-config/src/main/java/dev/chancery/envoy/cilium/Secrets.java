package dev.chancery.envoy.cilium;

import dev.chancery.envoy.EnvoyResource;
import java.util.List;

/**
 * Secrets for SDS, and those that cannot be served.
 *
 * @param served {@code envoy.extensions.transport_sockets.tls.v3.Secret}, by name
 * @param missing why others are not; never with a value
 */
public record Secrets(List<EnvoyResource> served, List<Missing> missing) {
  /**
   * A secret that is not served: what names it stays denied.
   *
   * @param reason such as {@code key tls.crt: missing}
   */
  public record Missing(SecretUse use, String reason) {}

  public Secrets {
    served = List.copyOf(served);
    missing = List.copyOf(missing);
  }
}
