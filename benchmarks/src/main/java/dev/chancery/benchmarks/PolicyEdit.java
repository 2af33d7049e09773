package dev.chancery.benchmarks;

import dev.chancery.agent.reconcile.Wanted;
import dev.chancery.envoy.stock.StockOptions;
import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.resolve.Resolver;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One path of one HTTP rule changes, from the parsed policy to packed resources: what the store has
 * to be told. Each call edits the next policy that has HTTP rules.
 */
@State(Scope.Benchmark)
public class PolicyEdit {
  @Param({"node", "large"})
  public String shape = "node";

  private final StockTranslator translator = new StockTranslator(StockOptions.DEFAULTS);
  private World world = World.of(List.of(), List.of());
  private Resolution resolution = Resolution.NOTHING;
  private Wanted wanted = Wanted.NOTHING;
  private final List<Integer> places = new ArrayList<>();
  private final List<Policy> edited = new ArrayList<>();
  private int turn;

  @Setup
  public void prepare() {
    var cluster = new GeneratedCluster(Shape.named(shape));
    for (int i = 0; i < cluster.texts().size(); i++) {
      String text = cluster.texts().get(i);
      if (text.contains("/api/v1/")) {
        places.add(i);
        edited.addAll(GeneratedCluster.parse(List.of(text.replaceFirst("/api/v1/", "/api/v3/"))));
      }
    }
    world = cluster.world();
    resolution = Resolver.resolve(world, cluster.numbering());
    wanted = Wanted.NOTHING.next(world, resolution, translator);
  }

  /** Swaps a policy for its other version. */
  private void edit() {
    int which = turn++ % places.size();
    List<Policy> policies = new ArrayList<>(world.policies());
    edited.set(which, policies.set(places.get(which), edited.get(which)));
    world = world.withPolicies(policies);
  }

  @Benchmark
  public Wanted.Change incremental() {
    edit();
    resolution = Resolver.next(resolution, world, resolution.numbering());
    Wanted next = wanted.next(world, resolution, translator);
    Wanted.Change change = next.since(wanted);
    wanted = next;
    return change;
  }

  /** The part of {@link #incremental} that ends at the intermediate form. */
  @Benchmark
  public Resolution incrementalResolution() {
    edit();
    resolution = Resolver.next(resolution, world, resolution.numbering());
    return resolution;
  }

  @Benchmark
  public Wanted full() {
    edit();
    Resolution anew = Resolver.anew(resolution, world, resolution.numbering());
    return Wanted.NOTHING.next(world, anew, translator);
  }

  /** The part of {@link #full} that ends at the intermediate form. */
  @Benchmark
  public Resolution fullResolution() {
    edit();
    return Resolver.anew(resolution, world, resolution.numbering());
  }
}
