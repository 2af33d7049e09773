package dev.chancery.xds;

/**
 * Names a resource.
 *
 * @param typeUrl such as {@code type.googleapis.com/envoy.config.listener.v3.Listener}
 */
public record ResourceKey(String typeUrl, String name) implements Comparable<ResourceKey> {
  public ResourceKey {
    if (typeUrl.isEmpty() || name.isEmpty() || name.equals("*")) {
      throw new IllegalArgumentException(
          "resource key: " + typeUrl + " " + name + " (expected: a type URL and a name)");
    }
  }

  @Override
  public int compareTo(ResourceKey o) {
    int byType = typeUrl.compareTo(o.typeUrl);
    return byType != 0 ? byType : name.compareTo(o.name);
  }
}
