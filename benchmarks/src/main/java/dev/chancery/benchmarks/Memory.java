package dev.chancery.benchmarks;

import dev.chancery.agent.reconcile.Wanted;
import dev.chancery.envoy.stock.StockOptions;
import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.resolve.Resolver;
import dev.chancery.policy.world.World;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much of the heap a world, what follows from it, and resources take. */
final class Memory {
  private Memory() {}

  static void print(String name) {
    var cluster = new GeneratedCluster(Shape.named(name));
    List<Object> held = new ArrayList<>(List.of(cluster));
    try {
      long start = used();
      World world = cluster.world();
      held.add(world);
      long withWorld = used();
      print(name, "policies and pods", withWorld - start);
      Resolution resolution = Resolver.resolve(world, cluster.numbering());
      held.add(resolution);
      long withResolution = used();
      print(name, "resolution with its memo", withResolution - withWorld);
      if (!name.equals("identities")) {
        var translator = new StockTranslator(StockOptions.DEFAULTS);
        held.add(Wanted.NOTHING.next(world, resolution, translator));
        print(name, "packed resources", used() - withResolution);
      }
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  private static void print(String name, String what, long bytes) {
    System.out.printf(Locale.ROOT, "%-12s %-26s %8.1f MB%n", name, what, bytes / 1e6);
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
