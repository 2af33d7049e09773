package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ObjectKey;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.lint.Lint;
import dev.chancery.policy.parse.DocumentLines;
import dev.chancery.policy.parse.ManifestDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts what will surprise their authors on the policies in force. Pure; done when someone asks, not
 * with every snapshot: the warnings depend on the whole world.
 */
public final class LintedObjects {
  private LintedObjects() {}

  /** The view, with warnings on each policy whose newest version is in force. */
  public static NodeView on(NodeView view) {
    Map<ObjectKey, List<Problem>> warnings = new HashMap<>();
    Lint.warnings(view.world(), view.resolution())
        .forEach((policy, found) -> warnings.put(key(policy), found));
    Map<ObjectKey, List<Problem>> shown = new HashMap<>();
    for (ObjectStatus status : view.statuses()) {
      List<Problem> found = warnings.get(status.key());
      if (found != null && status.state() == ObjectStatus.State.ACCEPTED) {
        shown.put(status.key(), atTheirLines(found, view.sources().get(status.key())));
      }
    }
    return view.withProblems(shown);
  }

  private static ObjectKey key(PolicyRef policy) {
    return new ObjectKey(policy.kind(), policy.namespace(), policy.name());
  }

  /** The model knows the line of a rule; the document that of each field in it. */
  private static List<Problem> atTheirLines(
      List<Problem> warnings, @Nullable ManifestDocument source) {
    if (source == null) {
      return warnings;
    }
    DocumentLines lines = DocumentLines.of(source);
    return warnings.stream()
        .map(
            w -> Problem.warning(w.code(), w.path(), lines.at(w.path(), w.location()), w.message()))
        .toList();
  }
}
