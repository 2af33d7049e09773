package dev.chancery.testproxy.policy;

import static dev.chancery.testproxy.Policies.allow;
import static dev.chancery.testproxy.Policies.deny;
import static dev.chancery.testproxy.Policies.ingress;
import static dev.chancery.testproxy.Policies.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Splitting and merging ranges changes no verdict: some entry allows, and none denies. */
class DrawnRangesTest {
  private static final long SEED = Long.getLong("chancery.seed", System.nanoTime());
  private static final List<ProxyGeneration> GENERATIONS = List.of(ProxyGeneration.values());
  private static final String POD = "10.0.0.1";

  private record Entry(int first, int last, int remote, boolean denies) {
    boolean faces(int port, int peer) {
      return (first == 0 || (first <= port && port <= last)) && remote == peer;
    }

    PortNetworkPolicy proto() {
      return range(first, first == 0 ? 0 : last, denies ? deny(remote) : allow(remote));
    }
  }

  private static Entry entry(Random random) {
    int first = random.nextInt(12);
    return new Entry(
        first, first + random.nextInt(5), 1 + random.nextInt(3), random.nextInt(4) == 0);
  }

  @Test
  void verdictsAreThoseOfTheEntriesOneByOne() throws Rejected {
    System.out.println("DrawnRangesTest: seed " + SEED);
    Random random = new Random(SEED);
    for (int round = 0; round < 500; round++) {
      List<Entry> entries = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        entries.add(entry(random));
      }
      compare(entries, GENERATIONS.get(random.nextInt(GENERATIONS.size())));
    }
  }

  private static void compare(List<Entry> entries, ProxyGeneration generation) throws Rejected {
    PortNetworkPolicy[] ports =
        entries.stream().map(Entry::proto).toArray(PortNetworkPolicy[]::new);
    PolicyMap map = PolicyMap.of(generation, List.of(ingress(7, POD, ports)));
    for (int port = 1; port < 18; port++) {
      for (int peer = 1; peer < 5; peer++) {
        int to = port;
        int from = peer;
        boolean expected =
            entries.stream().anyMatch(e -> e.faces(to, from) && !e.denies())
                && entries.stream().noneMatch(e -> e.faces(to, from) && e.denies());
        assertThat(map.connection(Connection.plain(POD, true, port, peer, 0)).allowed())
            .as(
                () ->
                    "seed "
                        + SEED
                        + ", "
                        + generation
                        + ", port "
                        + to
                        + ", peer "
                        + from
                        + ", "
                        + entries)
            .isEqualTo(expected);
      }
    }
  }
}
