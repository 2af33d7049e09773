package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client of the incremental protocol has of an isolated type. Of a version that it quotes
 * from an earlier stream the content may be unknown: that may claim anything.
 */
final class HeldVersions {
  private final TypeTable table;
  private final Claims claims;
  private final Map<String, Resource> known = new TreeMap<>();
  private final Set<String> unknown = new HashSet<>();

  HeldVersions(TypeTable table, Claims claims) {
    this.table = table;
    this.claims = claims;
  }

  /**
   * The client brings this along.
   *
   * @param candidates contents that it may be
   */
  void quoted(String name, String version, Collection<Resource> candidates) {
    forget(name);
    candidates.stream()
        .filter(resource -> resource.version().equals(version))
        .findFirst()
        .ifPresentOrElse(resource -> known.put(name, resource), () -> unknown.add(name));
  }

  void took(Item item) {
    forget(item.name());
    @Nullable Resource resource = item.resource();
    if (resource != null) {
      known.put(item.name(), resource);
    }
  }

  void forget(String name) {
    known.remove(name);
    unknown.remove(name);
  }

  /**
   * Older versions that claim what the newest version of another resource claims: they are to go
   * before the client gets these. Under the store's lock.
   *
   * @param next newest versions, that replace what the client has of them
   */
  Set<String> outdated(Collection<Resource> next) {
    Set<String> names = next.stream().map(Resource::name).collect(Collectors.toSet());
    Set<String> outdated = new OlderVersions(table, claims).outdated(known, names);
    if (!unknown.isEmpty()
        && next.stream().anyMatch(resource -> !claims.of(resource.body()).isEmpty())) {
      outdated.addAll(unknown);
      outdated.removeIf(names::contains);
    }
    return outdated;
  }
}
