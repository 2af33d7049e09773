package dev.chancery.xds;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The versions that a client keeps in place of newer ones which it does not take, and what they
 * still may claim. Under the store's lock.
 */
record OlderVersions(TypeTable table, Claims claims) {

  /**
   * Those that claim what the newest version of another resource claims: they are to go.
   *
   * @param content what the client has
   * @param changes names of which it is about to get the newest version
   */
  Set<String> outdated(Map<String, Resource> content, Set<String> changes) {
    Set<String> outdated = new HashSet<>();
    for (Map.Entry<String, Resource> each : content.entrySet()) {
      TypeTable.Entry newest = table.get(each.getKey());
      boolean isOlder = newest != null && !newest.resource().equals(each.getValue());
      if (isOlder && !changes.contains(each.getKey()) && isClaimed(each.getValue())) {
        outdated.add(each.getKey());
      }
    }
    return outdated;
  }

  private boolean isClaimed(Resource older) {
    Set<String> claimed = claims.of(older.body());
    return !claimed.isEmpty()
        && table.resources().stream()
            .filter(other -> !other.name().equals(older.name()))
            .flatMap(other -> claims.of(other.body()).stream())
            .anyMatch(claimed::contains);
  }
}
