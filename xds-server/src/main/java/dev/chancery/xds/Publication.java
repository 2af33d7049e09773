package dev.chancery.xds;

import java.util.Map;
import java.util.Set;

/**
 * What an update of a store came to.
 *
 * @param versions version of each key that was set, and the empty string for each that was removed
 * @param changed the keys whose content is now another than before
 */
public record Publication(Map<ResourceKey, String> versions, Set<ResourceKey> changed) {
  public Publication {
    versions = Map.copyOf(versions);
    changed = Set.copyOf(changed);
  }
}
