package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.Manifests;
import dev.chancery.agent.source.ObjectReader;
import dev.chancery.policy.Problem;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.resolve.Resolver;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects, numbers, and all that follows from them. A value: {@link #next} gives the one after a
 * snapshot of manifests. The agent and the offline commands take the same steps.
 */
public final class NodeState {
  private final Settings settings;
  private final Objects objects;
  private final Numbering numbering;
  private final NodeView view;

  private NodeState(Settings settings, Objects objects, Numbering numbering, long revision) {
    var built = WorldBuilder.build(objects, numbering, settings);
    Resolution resolution = Resolver.resolve(built.world(), built.numbering());
    List<Problem> problems = new ArrayList<>(objects.problems());
    problems.addAll(built.problems());
    this.settings = settings;
    this.objects = objects;
    this.numbering = resolution.numbering();
    this.view = NodeView.of(revision, built.world(), resolution, objects.statuses(), problems);
  }

  /** Nothing read yet. */
  public static NodeState empty(Settings settings) {
    return new NodeState(settings, Objects.NONE, Numbering.empty(), 0);
  }

  /** What an earlier agent had in force. */
  public static NodeState restored(SavedState saved, Settings settings) {
    var objects =
        Objects.NONE.next(
            ObjectReader.read(saved.documents()), new PolicyParser(settings.cluster()));
    return new NodeState(settings, objects, saved.numbering(), 1);
  }

  public NodeState next(Manifests manifests) {
    var parser = new PolicyParser(settings.cluster());
    return new NodeState(settings, objects.next(manifests, parser), numbering, view.revision() + 1);
  }

  public NodeView view() {
    return view;
  }

  public SavedState saved() {
    return SavedState.of(objects, numbering);
  }
}
