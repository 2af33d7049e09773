package dev.chancery.xds;

/**
 * Names a resource.
 *
 * @param typeUrl such as {@code type.googleapis.com/envoy.config.listener.v3.Listener}
 */
public record ResourceKey(String typeUrl, String name) implements Comparable<ResourceKey> {
  @Override
  public int compareTo(ResourceKey o) {
    int byType = typeUrl.compareTo(o.typeUrl);
    return byType != 0 ? byType : name.compareTo(o.name);
  }
}
