package dev.chancery.agent.cilium;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.xds.ResourceKey;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Whom the resources are about that cilium-envoy knows by a number, for a person. */
public final class CiliumNames {
  private static final int NAMED = 3;

  private CiliumNames() {}

  /** Such as {@code policy of shop/web}; empty for what has a name, or is about nobody here. */
  public static Optional<String> of(ResourceKey key, NodeView view) {
    return switch (key.typeUrl()) {
      case CiliumTypes.POLICY -> pods(key, view, Endpoint::id).map(pods -> "policy of " + pods);
      case CiliumTypes.HOSTS ->
          pods(key, view, e -> e.identity().number()).map(pods -> "addresses of " + pods);
      default -> Optional.empty();
    };
  }

  private static Optional<String> pods(
      ResourceKey key, NodeView view, ToIntFunction<Endpoint> number) {
    var pods =
        view.world().endpoints().stream()
            .filter(e -> Integer.toString(number.applyAsInt(e)).equals(key.name()))
            .map(e -> e.namespace() + "/" + e.podName())
            .toList();
    return pods.isEmpty()
        ? Optional.empty()
        : Optional.of(
            pods.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (pods.size() > NAMED ? " and " + (pods.size() - NAMED) + " more" : ""));
  }
}
