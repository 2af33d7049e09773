package dev.chancery.envoy.npds;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.policy.Direction;
import dev.chancery.policy.identity.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Asks two messages about every peer and port that they speak of, with drawn requests. */
final class Stricter {
  private static final int DRAWS = 20;

  private final long seed = Long.getLong("chancery.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<RecordedRequest> requests = new ArrayList<>();
  private int allowed;

  /**
   * @param worlds whose requests are drawn from
   */
  Stricter(List<RecordedWorld> worlds) {
    System.out.println("seed: -Dchancery.seed=" + seed);
    for (RecordedWorld world : worlds) {
      world
          .row()
          .path("questions")
          .forEach(q -> q.path("http").forEach(r -> requests.add(RecordedRequest.of(r))));
    }
  }

  /** How often the first message allowed what was asked. */
  int allowed() {
    return allowed;
  }

  /** What {@code ours} allows and {@code theirs} does not. */
  List<String> wider(RecordedWorld world, NetworkPolicy ours, NetworkPolicy theirs) {
    List<String> wider = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      List<PortNetworkPolicy> our = ports(direction, ours);
      List<PortNetworkPolicy> their = ports(direction, theirs);
      for (Identity peer : world.world().identities().values()) {
        for (int port : ends(our, their)) {
          for (int proxy : proxies(our, their)) {
            for (int i = 0; i < DRAWS; i++) {
              RecordedRequest request = requests.get(random.nextInt(requests.size()));
              if (ProxySemantics.allows(our, request.call(peer.number(), port, proxy))) {
                allowed++;
                if (!ProxySemantics.allows(their, request.call(peer.number(), port, proxy))) {
                  wider.add(
                      "%s %s peer %d port %d %s"
                          .formatted(world.id(), direction, peer.number(), port, request));
                }
              }
            }
          }
        }
      }
    }
    return wider;
  }

  private static List<PortNetworkPolicy> ports(Direction direction, NetworkPolicy message) {
    return direction == Direction.INGRESS
        ? message.getIngressPerPortPoliciesList()
        : message.getEgressPerPortPoliciesList();
  }

  /** The ends of all ports, and those beside them. */
  private static Set<Integer> ends(List<PortNetworkPolicy> one, List<PortNetworkPolicy> other) {
    Set<Integer> ends = new TreeSet<>(List.of(1, 80, 65535));
    for (PortNetworkPolicy port : both(one, other)) {
      for (int end : List.of(port.getPort(), port.getEndPort())) {
        ends.addAll(List.of(end - 1, end, end + 1));
      }
    }
    ends.removeIf(p -> p < 1 || p > 65535);
    return ends;
  }

  /** No listener, and every one that is named. */
  private static Set<Integer> proxies(List<PortNetworkPolicy> one, List<PortNetworkPolicy> other) {
    Set<Integer> proxies = new TreeSet<>(Set.of(0));
    for (PortNetworkPolicy port : both(one, other)) {
      port.getRulesList().forEach(r -> proxies.add(r.getProxyId()));
    }
    return proxies;
  }

  private static List<PortNetworkPolicy> both(
      List<PortNetworkPolicy> one, List<PortNetworkPolicy> other) {
    List<PortNetworkPolicy> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }
}
