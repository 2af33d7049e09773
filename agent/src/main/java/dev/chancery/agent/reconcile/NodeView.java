package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ObjectKey;
import dev.chancery.policy.Problem;
import dev.chancery.policy.parse.ManifestDocument;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is in force at one moment. Immutable; anyone may keep it.
 *
 * @param revision grows by one with each snapshot taken in
 * @param problems those of no object
 * @param byAddress endpoints by each of their addresses
 * @param sources the policies in force, as written
 */
public record NodeView(
    long revision,
    World world,
    Resolution resolution,
    List<ObjectStatus> statuses,
    List<Problem> problems,
    Map<InetAddress, Endpoint> byAddress,
    Map<ObjectKey, ManifestDocument> sources) {
  public NodeView {
    statuses = List.copyOf(statuses);
    problems = List.copyOf(problems);
    byAddress = Map.copyOf(byAddress);
    sources = Map.copyOf(sources);
  }

  static NodeView of(
      long revision,
      World world,
      Resolution resolution,
      List<ObjectStatus> statuses,
      List<Problem> problems,
      Map<ObjectKey, ManifestDocument> sources) {
    Map<InetAddress, Endpoint> byAddress = new HashMap<>();
    world.endpoints().forEach(e -> e.addresses().forEach(a -> byAddress.put(a, e)));
    return new NodeView(revision, world, resolution, statuses, problems, byAddress, sources);
  }

  /** The same objects in another world: for questions, never in force. */
  public NodeView in(World other, Resolution itsResolution) {
    return new NodeView(revision, other, itsResolution, statuses, problems, byAddress, sources);
  }

  /** The same, with more to say of some objects. */
  public NodeView withProblems(Map<ObjectKey, List<Problem>> more) {
    List<ObjectStatus> changed =
        statuses.stream().map(s -> s.with(more.getOrDefault(s.key(), List.of()))).toList();
    return new NodeView(revision, world, resolution, changed, problems, byAddress, sources);
  }

  public Optional<Endpoint> endpoint(InetAddress address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  public Optional<Endpoint> endpoint(int id) {
    return world.endpoints().stream().filter(e -> e.id() == id).findFirst();
  }
}
