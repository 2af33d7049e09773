package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.Manifests;
import dev.chancery.agent.source.ObjectReader;
import dev.chancery.policy.Problem;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.resolve.Resolver;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects, numbers, and all that follows from them. A value: {@link #next} gives the one after a
 * snapshot of manifests. The agent and the offline commands take the same steps.
 */
public final class NodeState {
  private final Settings settings;
  private final Objects objects;
  private final Numbering numbering;
  private final NodeView view;

  private NodeState(
      Settings settings,
      Objects objects,
      Numbering numbering,
      Resolution before,
      Map<InetAddress, String> holders,
      long revision) {
    var built = WorldBuilder.build(objects, numbering, holders, settings);
    Resolution resolution = Resolver.next(before, built.world(), built.numbering());
    List<Problem> problems = new ArrayList<>(objects.problems());
    problems.addAll(built.problems());
    this.settings = settings;
    this.objects = objects;
    this.numbering = resolution.numbering();
    this.view =
        NodeView.of(
                revision,
                built.world(),
                resolution,
                objects.statuses(),
                problems,
                objects.sources(),
                objects.secrets())
            .withProblems(ConflictProblems.of(resolution));
  }

  /** Nothing read yet. */
  public static NodeState empty(Settings settings) {
    return new NodeState(
        settings, Objects.NONE, Numbering.empty(), Resolution.NOTHING, Map.of(), 0);
  }

  /** What an earlier agent had in force. */
  public static NodeState restored(SavedState saved, Settings settings) {
    var objects = Objects.NONE.next(ObjectReader.read(saved.documents()), new Admission(settings));
    return new NodeState(settings, objects, saved.numbering(), Resolution.NOTHING, Map.of(), 1);
  }

  /** What manifests say to someone who has read nothing before. */
  public static NodeView of(Manifests manifests, Settings settings) {
    return empty(settings).next(manifests).view();
  }

  public NodeState next(Manifests manifests) {
    Map<InetAddress, String> holders = new HashMap<>();
    view.byAddress().forEach((address, endpoint) -> holders.put(address, endpoint.key()));
    return new NodeState(
        settings,
        objects.next(manifests, new Admission(settings)),
        numbering,
        view.resolution(),
        holders,
        view.revision() + 1);
  }

  public NodeView view() {
    return view;
  }

  public SavedState saved() {
    return SavedState.of(objects, numbering);
  }
}
