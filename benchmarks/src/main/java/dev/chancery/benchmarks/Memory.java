package dev.chancery.benchmarks;

import dev.chancery.agent.reconcile.Wanted;
import dev.chancery.envoy.stock.StockOptions;
import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.resolve.Resolver;
import dev.chancery.policy.world.World;
import java.lang.ref.Reference;

/** How much of the heap a world, what follows from it, and resources take. */
final class Memory {
  private Memory() {}

  static void print(String name) {
    var cluster = new GeneratedCluster(Shape.named(name));
    long start = used();
    World world = cluster.world();
    long withWorld = used();
    Resolution resolution = Resolver.resolve(world, cluster.numbering());
    long withResolution = used();
    System.out.printf("%-12s policies and pods       %8.1f MB%n", name, mega(withWorld - start));
    System.out.printf(
        "%-12s resolution, index, memo %8.1f MB%n", name, mega(withResolution - withWorld));
    if (!name.equals("identities")) {
      var translator = new StockTranslator(StockOptions.DEFAULTS);
      Wanted resources = Wanted.NOTHING.next(world, resolution, translator);
      System.out.printf(
          "%-12s packed resources        %8.1f MB%n", name, mega(used() - withResolution));
      Reference.reachabilityFence(resources);
    }
    Reference.reachabilityFence(resolution);
    Reference.reachabilityFence(cluster);
  }

  private static double mega(long bytes) {
    return bytes / 1e6;
  }

  /** After collections enough that it stays. */
  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      System.gc();
      long now = runtime.totalMemory() - runtime.freeMemory();
      if (now >= used) {
        return used;
      }
      used = now;
    }
    return used;
  }
}
