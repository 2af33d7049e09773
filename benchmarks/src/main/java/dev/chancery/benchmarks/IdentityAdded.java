package dev.chancery.benchmarks;

import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.peer.PeerAtoms;
import dev.chancery.policy.peer.SelectorIndex;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.resolve.Resolver;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One identity comes to 10,000 that a thousand selectors choose among. */
@State(Scope.Benchmark)
public class IdentityAdded {
  @Param("identities")
  public String shape = "identities";

  private World world = World.of(List.of(), List.of());
  private Resolution resolution = Resolution.NOTHING;
  private List<PeerSelector> selectors = List.of();
  private List<Identity> identities = List.of();
  private SelectorIndex index = SelectorIndex.empty("default");
  private int turn;

  @Setup
  public void prepare() {
    var cluster = new GeneratedCluster(Shape.named(shape));
    world = cluster.world();
    resolution = Resolver.resolve(world, cluster.numbering());
    var atoms = new PeerAtoms(world);
    selectors =
        world.policies().stream()
            .flatMap(p -> p.rules().stream())
            .flatMap(r -> r.elements().stream())
            .flatMap(e -> atoms.of(e.peers()).stream())
            .distinct()
            .toList();
    identities = world.endpoints().stream().map(Endpoint::identity).distinct().toList();
    index = indexAnew();
    System.out.println(identities.size() + " identities, " + selectors.size() + " selectors");
  }

  /** The index without one identity, and the identity. */
  private Identity next() {
    return identities.get(turn++ % identities.size());
  }

  /** Into the index of selectors: whom each selects is known afterwards. */
  @Benchmark
  public SelectorIndex index() {
    Identity identity = next();
    // As if it had not been there: its number is one that nobody has.
    var added = new Identity(identity.number() | 1 << 24, identity.labels());
    List<PeerSelector> changed = new ArrayList<>();
    return index.with(added, changed::add);
  }

  /** The same index, from nothing. */
  @Benchmark
  public SelectorIndex indexAnew() {
    SelectorIndex anew = SelectorIndex.empty(world.cluster());
    for (Identity identity : identities) {
      anew = anew.with(identity, s -> {});
    }
    for (PeerSelector selector : selectors) {
      anew = anew.with(selector);
    }
    return anew;
  }

  /** A pod with a new identity goes and comes: all of resolution, policies of peers included. */
  @Benchmark
  public Resolution podComesOrGoes() {
    List<Endpoint> pods = new ArrayList<>(world.endpoints());
    if (turn++ % 2 == 0) {
      pods.remove(pods.size() / 2);
    }
    resolution = Resolver.next(resolution, world.withEndpoints(pods), resolution.numbering());
    return resolution;
  }

  @Benchmark
  public Resolution fullResolution() {
    return Resolver.anew(resolution, world, resolution.numbering());
  }
}
