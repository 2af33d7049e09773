package dev.chancery.testproxy.traffic;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The kernel's decisions on new connections: egress of the source first, then ingress. */
final class Steering {
  private final Map<InetAddress, Pod> pods;
  private final Supplier<List<Redirect>> announced;
  private final L4Policy policy;

  Steering(Collection<Pod> pods, Supplier<List<Redirect>> announced, L4Policy policy) {
    this.pods = pods.stream().collect(Collectors.toMap(Pod::address, Function.identity()));
    this.announced = announced;
    this.policy = policy;
  }

  /** Of a connection as it leaves its source. */
  Hop fromSource(Passage passage) {
    if (!pods.containsKey(passage.source().getAddress())) {
      return afterEgress(passage);
    }
    return judged(Way.EGRESS, passage).orElseGet(() -> afterEgress(passage));
  }

  /** Of a connection that its source may make; its mark says that an egress listener let it go. */
  Hop afterEgress(Passage passage) {
    if (!pods.containsKey(passage.destination().getAddress())) {
      return afterIngress(passage);
    }
    return judged(Way.INGRESS, passage).orElseGet(() -> afterIngress(passage));
  }

  /** Of a connection that its destination may get. */
  Hop afterIngress(Passage passage) {
    InetSocketAddress to = passage.destination();
    Pod pod = pods.get(to.getAddress());
    if (pod == null) {
      return new Hop.Direct(to);
    }
    if (!pod.ports().contains(to.getPort())) {
      return new Hop.Refused("no server");
    }
    return new Hop.Direct(new InetSocketAddress(pod.application().orElseThrow(), to.getPort()));
  }

  /** The pod's own address, of one that is dialled in its place. */
  InetSocketAddress behind(InetSocketAddress dialled) {
    return pods.values().stream()
        .filter(pod -> pod.front().equals(dialled.getAddress()))
        .findFirst()
        .map(pod -> new InetSocketAddress(pod.address(), dialled.getPort()))
        .orElse(dialled);
  }

  /** The address to dial for that of a pod. */
  InetSocketAddress front(InetSocketAddress address) {
    Pod pod = pods.get(address.getAddress());
    return pod == null ? address : new InetSocketAddress(pod.front(), address.getPort());
  }

  /** Empty where the connection goes on. */
  private Optional<Hop> judged(Way way, Passage passage) {
    Optional<Redirect> redirect =
        announced.get().stream().filter(r -> r.covers(way, passage)).findFirst();
    return switch (policy.judge(way, passage, redirect.isPresent())) {
      case ALLOW -> Optional.empty();
      case DENY -> Optional.of(new Hop.Refused("policy"));
      case REDIRECT ->
          Optional.of(
              redirect
                  .<Hop>map(r -> new Hop.ToProxy(r.proxyPort()))
                  .orElseGet(() -> new Hop.Refused("no redirect announced")));
    };
  }
}
