package dev.chancery.envoy;

import com.google.protobuf.Message;

/**
 * A named Envoy resource: the output of translation.
 *
 * @param name unique among resources of its type
 */
public record EnvoyResource(String name, Message message) {
  private static final String PREFIX = "type.googleapis.com/";

  /** Such as {@code type.googleapis.com/envoy.config.listener.v3.Listener}. */
  public String typeUrl() {
    return PREFIX + message.getDescriptorForType().getFullName();
  }

  /** Without the content, which may be a secret. */
  @Override
  public String toString() {
    return typeUrl() + " " + name;
  }
}
