package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client of the incremental protocol has of an isolated type, as far as the content is
 * known.
 *
 * <p>What it brings along from an earlier stream it loses with the first response that it takes,
 * which replaces all. Until then each response brings again what the client has and may keep.
 */
final class HeldVersions {
  private final TypeTable table;
  private final OlderVersions older;
  private final Map<String, Resource> known = new TreeMap<>();

  /** Names from an earlier stream, until a response has been taken on this one. */
  private final Set<String> brought = new TreeSet<>();

  HeldVersions(TypeTable table, Claims claims) {
    this.table = table;
    this.older = new OlderVersions(table, claims);
  }

  /**
   * The client brings this along.
   *
   * @param content null if it is not known
   */
  void quoted(String name, @Nullable Resource content) {
    brought.add(name);
    if (content != null) {
      known.put(name, content);
    }
  }

  void took(SentResponse response) {
    if (isRenewal()) {
      known.clear();
      brought.clear();
    }
    response.items().stream().map(Item::name).forEach(known::remove);
    response.content().forEach(resource -> known.put(resource.name(), resource));
  }

  void forget(String name) {
    known.remove(name);
    brought.remove(name);
  }

  /** Whether the next response that the client takes replaces all it has. */
  boolean isRenewal() {
    return !brought.isEmpty();
  }

  /**
   * Adds to a response that replaces all what the client may keep, and removes from it whatever
   * else it brings along. Under the store's lock.
   *
   * @param next newest versions in the response
   */
  void renew(DeltaDraft draft, Collection<Resource> next) {
    Set<String> lost = outdated(next);
    Set<String> others = new TreeSet<>(brought);
    others.removeAll(names(next));
    others.removeIf(name -> table.get(name) == null);
    for (String name : others) {
      Resource resource = known.get(name);
      if (resource == null || lost.contains(name)) {
        draft.withdraw(name);
      } else {
        draft.keep(resource);
      }
    }
  }

  /**
   * Older versions that claim what the newest version of another resource claims: they are to go
   * before the client gets these. Under the store's lock.
   *
   * @param next newest versions, that replace what the client has of them
   */
  Set<String> outdated(Collection<Resource> next) {
    return older.outdated(known, names(next));
  }

  private static Set<String> names(Collection<Resource> resources) {
    return resources.stream().map(Resource::name).collect(Collectors.toSet());
  }
}
