package dev.chancery.agent.reconcile;

import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.parse.ManifestDocument;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What an agent begins with after a restart: the last good objects and the numbers given so far.
 *
 * @param documents an object each, sorted by file and line: policies as written, of others what
 *     Chancery reads of them
 */
public record SavedState(
    List<ManifestDocument> documents,
    Map<String, Integer> identities,
    Map<String, Integer> prefixes,
    Map<String, Integer> endpoints) {
  public static final SavedState EMPTY = new SavedState(List.of(), Map.of(), Map.of(), Map.of());

  public SavedState {
    documents =
        documents.stream()
            .sorted(
                Comparator.comparing(ManifestDocument::file)
                    .thenComparing(ManifestDocument::firstLine))
            .toList();
    identities = Map.copyOf(identities);
    prefixes = Map.copyOf(prefixes);
    endpoints = Map.copyOf(endpoints);
  }

  static SavedState of(Objects objects, Numbering numbering) {
    return new SavedState(
        objects.inForce().held().values().stream()
            .flatMap(held -> held.value().saved(held.location()).stream())
            .toList(),
        numbering.workloads().numbers(),
        numbering.prefixes().numbers(),
        numbering.endpoints().numbers());
  }

  /** Empty where the saved numbers contradict each other: then all are given anew. */
  Numbering numbering() {
    try {
      return Numbering.of(identities, prefixes, endpoints);
    } catch (IllegalArgumentException e) {
      return Numbering.empty();
    }
  }
}
