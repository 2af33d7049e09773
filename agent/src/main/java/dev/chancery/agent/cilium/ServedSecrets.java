package dev.chancery.agent.cilium;

import dev.chancery.envoy.cilium.Secrets;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The secrets that are served, packed. Immutable; its text shows names alone.
 *
 * @param missing those that policies name and that are not served, and why
 */
record ServedSecrets(SortedMap<String, Resource> resources, List<Secrets.Missing> missing) {
  static final ServedSecrets NONE = new ServedSecrets(new TreeMap<>(), List.of());

  ServedSecrets {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    missing = List.copyOf(missing);
  }

  static ServedSecrets of(Secrets secrets) {
    SortedMap<String, Resource> packed = new TreeMap<>();
    secrets.served().forEach(r -> packed.put(r.name(), Resource.of(r.name(), r.message())));
    return new ServedSecrets(packed, secrets.missing());
  }

  /** Those that are new or another than before. */
  List<Resource> changedSince(ServedSecrets before) {
    return resources.values().stream()
        .filter(r -> !r.equals(before.resources.get(r.key().name())))
        .toList();
  }

  /** Those of before that are no more. */
  List<ResourceKey> goneSince(ServedSecrets before) {
    return before.resources.keySet().stream()
        .filter(name -> !resources.containsKey(name))
        .map(name -> new ResourceKey(EnvoyTypes.SECRET, name))
        .toList();
  }

  @Override
  public String toString() {
    return "secrets " + resources.keySet();
  }
}
