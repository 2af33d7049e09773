package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.parse.ManifestDocument;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an agent begins with after a restart: the last good documents and the numbers given so far.
 *
 * @param documents sorted by file and line
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
        List.copyOf(objects.texts().values()),
        numbering.workloads().numbers(),
        numbering.prefixes().numbers(),
        numbering.endpoints().numbers());
  }

  /** As if the directory held the last good documents; each stands on the line it stood on. */
  Manifests manifests() {
    Map<String, StringBuilder> files = new TreeMap<>();
    for (ManifestDocument document : documents) {
      var text = files.computeIfAbsent(document.file(), f -> new StringBuilder());
      long line = 1 + text.chars().filter(c -> c == '\n').count();
      text.append("\n".repeat((int) Math.max(0, document.firstLine() - line)));
      // The text of a later document begins behind the marker of its first line.
      text.append(document.firstLine() == 1 ? "" : "---").append(document.text());
    }
    return new Manifests(
        files.entrySet().stream()
            .map(f -> new ManifestFile(f.getKey(), f.getValue().toString(), Optional.empty()))
            .toList(),
        Optional.empty());
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
