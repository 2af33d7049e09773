package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ObjectKey;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.xds.ResourceKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts what Envoy refused on the objects that it was made of: a policy resource on the policies
 * that speak in it, a listener or cluster on its pod. Pure.
 */
public final class RejectedObjects {
  /** Of the problem that a refusal is. */
  public static final String CODE = "rejected-by-envoy";

  private static final Pattern OF_POLICY =
      Pattern.compile("(?:http|l4|raw)/ep:([0-9]+)/(in|e)gress");
  private static final Pattern OF_ENDPOINT = Pattern.compile("(?:app/)?ep:([0-9]+)/.*");

  private RejectedObjects() {}

  /** The view, with a problem for each refusal on each object that it concerns. */
  public static NodeView on(NodeView view, Map<ResourceKey, String> reasons) {
    Map<ObjectKey, List<Problem>> problems = new HashMap<>();
    reasons.forEach(
        (resource, reason) ->
            objects(view, resource.name())
                .forEach(
                    key ->
                        problems
                            .computeIfAbsent(key, k -> new ArrayList<>())
                            .add(
                                Problem.error(
                                    CODE,
                                    "",
                                    Location.UNKNOWN,
                                    "Envoy refused "
                                        + resource.name()
                                        + " and keeps the version before: "
                                        + reason))));
    return view.withProblems(problems);
  }

  private static Stream<ObjectKey> objects(NodeView view, String resource) {
    Matcher policy = OF_POLICY.matcher(resource);
    if (policy.matches()) {
      Direction direction = policy.group(2).equals("in") ? Direction.INGRESS : Direction.EGRESS;
      return endpoint(view, policy.group(1)).stream()
          .flatMap(e -> Optional.ofNullable(view.resolution().policies().get(e.key())).stream())
          .flatMap((EndpointPolicy p) -> p.direction(direction).entries().stream())
          .map(entry -> key(entry.origin().policy()))
          .distinct();
    }
    Matcher own = OF_ENDPOINT.matcher(resource);
    Optional<Endpoint> endpoint =
        own.matches() ? endpoint(view, own.group(1)) : byAddress(view, resource);
    return endpoint.map(e -> new ObjectKey("Pod", e.namespace(), e.podName())).stream();
  }

  private static Optional<Endpoint> endpoint(NodeView view, String id) {
    return view.endpoint(Integer.parseInt(id));
  }

  /** {@code front:127.20.0.5}, {@code ingress/127.20.0.5}. */
  private static Optional<Endpoint> byAddress(NodeView view, String resource) {
    return view.byAddress().entrySet().stream()
        .filter(
            e ->
                Arrays.asList(resource.split("[:/]", 2))
                    .contains(com.google.common.net.InetAddresses.toAddrString(e.getKey())))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static ObjectKey key(PolicyRef ref) {
    return new ObjectKey(ref.kind(), ref.namespace(), ref.name());
  }
}
