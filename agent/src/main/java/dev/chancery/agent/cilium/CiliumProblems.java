package dev.chancery.agent.cilium;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.RejectedObjects;
import dev.chancery.agent.source.ObjectKey;
import dev.chancery.envoy.cilium.ProxyListener;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.xds.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Puts what the proxy refused, or would refuse, on the objects that it was made of: a policy
 * message on the policies that speak in it, a listener on the policies that redirect to it. Pure.
 */
final class CiliumProblems {
  private final NodeView view;
  private final Map<ObjectKey, List<Problem>> problems = new HashMap<>();

  private CiliumProblems(NodeView view) {
    this.view = view;
  }

  /**
   * The view, with a problem for each refusal on each object that it concerns.
   *
   * @param reasons what was refused, with the proxy's own words
   * @param unsound what is not sent, and so in force nowhere, by the name of the policy message
   */
  static NodeView on(
      NodeView view,
      Map<ResourceKey, String> reasons,
      Map<String, String> unsound,
      Map<ProxyListener, ListenerState> listeners) {
    var on = new CiliumProblems(view);
    reasons.forEach((resource, reason) -> on.refused(resource, reason, unsound.keySet()));
    unsound.forEach(
        (name, reason) ->
            on.policy(
                name, "policy of endpoint " + name + " is not sent to cilium-envoy: " + reason));
    listeners.forEach(
        (listener, state) -> {
          if (state instanceof ListenerState.GivenUp givenUp) {
            on.listener(
                listener,
                "cilium-envoy has no listener, so what is redirected to it is denied: "
                    + givenUp.reason());
          }
        });
    return view.withProblems(on.problems);
  }

  /** A policy that is not sent any more has been told of by its name. */
  private void refused(ResourceKey resource, String reason, Set<String> unsent) {
    if (resource.typeUrl().equals(CiliumTypes.POLICY) && unsent.contains(resource.name())) {
      return;
    }
    String message =
        "cilium-envoy refused "
            + resource.name()
            + CiliumNames.of(resource, view).map(about -> " (" + about + ")").orElse("")
            + " and goes on with what it had, as long as addresses keep their identities: "
            + reason;
    switch (resource.typeUrl()) {
      case CiliumTypes.POLICY -> policy(resource.name(), message);
      case CiliumTypes.HOSTS -> identity(resource.name(), message);
      default -> {}
    }
  }

  private void policy(String name, String message) {
    view.world().endpoints().stream()
        .filter(e -> Integer.toString(e.id()).equals(name))
        .forEach(
            endpoint -> {
              List<ObjectKey> policies = policies(endpoint, (entry, direction) -> true).toList();
              if (policies.isEmpty()) {
                add(pod(endpoint), message);
              }
              policies.forEach(key -> add(key, message));
            });
  }

  private void identity(String number, String message) {
    view.world().endpoints().stream()
        .filter(e -> Integer.toString(e.identity().number()).equals(number))
        .forEach(endpoint -> add(pod(endpoint), message));
  }

  private void listener(ProxyListener listener, String message) {
    view.world().endpoints().stream()
        .flatMap(e -> policies(e, (entry, direction) -> leadsTo(listener, entry, direction)))
        .distinct()
        .forEach(key -> add(key, message));
  }

  private static boolean leadsTo(ProxyListener listener, PolicyEntry entry, Direction direction) {
    return entry
        .redirect()
        .flatMap(r -> ProxyListener.of(r.parser(), direction))
        .filter(listener::equals)
        .isPresent();
  }

  /** Whose rules an endpoint's entries come from. */
  private Stream<ObjectKey> policies(Endpoint endpoint, BiPredicate<PolicyEntry, Direction> which) {
    Optional<EndpointPolicy> policy =
        Optional.ofNullable(view.resolution().policies().get(endpoint.key()));
    return policy.stream()
        .flatMap(
            p ->
                Stream.of(Direction.values())
                    .flatMap(
                        d ->
                            p.direction(d).entries().stream()
                                .filter(entry -> which.test(entry, d))
                                .flatMap(entry -> entry.origins().stream())))
        .map(CiliumProblems::key)
        .distinct();
  }

  private void add(ObjectKey object, String message) {
    problems
        .computeIfAbsent(object, k -> new ArrayList<>())
        .add(Problem.error(RejectedObjects.CODE, "", Location.UNKNOWN, message));
  }

  private static ObjectKey pod(Endpoint endpoint) {
    return new ObjectKey("Pod", endpoint.namespace(), endpoint.podName());
  }

  private static ObjectKey key(Provenance origin) {
    return new ObjectKey(
        origin.policy().kind(), origin.policy().namespace(), origin.policy().name());
  }
}
