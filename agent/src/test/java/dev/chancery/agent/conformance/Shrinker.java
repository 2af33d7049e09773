package dev.chancery.agent.conformance;

import dev.chancery.agent.conformance.Pairs.Difference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Drops from policies, and then from the request, whatever a difference can do without.
 *
 * <p>Selectors of subjects stay whole: without its labels one may bind the marker.
 */
final class Shrinker {
  private static final int MAX_TRIES = 300;
  private static final String SUBJECT = "endpointSelector";

  private final ConformanceNode node;
  private int tries;

  Shrinker(ConformanceNode node) {
    this.node = node;
  }

  /**
   * What is left.
   *
   * @param found by the last request of its session
   */
  record Smallest(List<?> policies, Difference found) {
    /** Policies and request, for a person to play. */
    @Override
    public String toString() {
      return "%s%n%s".formatted(found, Manifests.yaml(policies));
    }
  }

  Smallest shrink(List<?> policies, Difference found) throws IOException {
    List<?> left = policies;
    Difference difference = found;
    boolean progress = true;
    while (progress && tries < MAX_TRIES) {
      progress = false;
      for (Object smaller : smaller(left).toList()) {
        Optional<Difference> still = differs((List<?>) smaller, difference);
        if (still.isPresent()) {
          left = (List<?>) smaller;
          difference = still.get();
          progress = true;
          break;
        }
      }
    }
    return new Smallest(left, withPlainerRequest(left, difference));
  }

  private Difference withPlainerRequest(List<?> policies, Difference found) throws IOException {
    Difference difference = found;
    boolean progress = true;
    while (progress && tries < MAX_TRIES) {
      progress = false;
      for (WireRequest plainer : difference.request().plainer()) {
        Optional<Difference> still = differs(policies, difference.with(plainer));
        if (still.isPresent()) {
          difference = still.get();
          progress = true;
          break;
        }
      }
    }
    return difference;
  }

  private Optional<Difference> differs(List<?> policies, Difference found) throws IOException {
    if (tries++ >= MAX_TRIES || !node.enforce(policies).isEmpty()) {
      return Optional.empty();
    }
    Pairs pairs = new Pairs(node);
    pairs.play(found.alone());
    return pairs.differences().stream().findFirst();
  }

  /** The same tree without one of its members, the largest first. */
  private static Stream<Object> smaller(Object tree) {
    if (tree instanceof List<?> list) {
      return IntStream.range(0, list.size())
          .boxed()
          .flatMap(
              i ->
                  Stream.concat(
                      Stream.of(without(list, i)),
                      smaller(list.get(i)).map(e -> with(list, i, e))));
    }
    if (tree instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .flatMap(
              e ->
                  Stream.concat(
                      Stream.of(without(map, e.getKey())),
                      e.getKey().equals(SUBJECT)
                          ? Stream.of()
                          : smaller(e.getValue()).map(v -> with(map, e.getKey(), v))));
    }
    return Stream.empty();
  }

  private static Object without(List<?> list, int index) {
    List<Object> copy = new ArrayList<>(list);
    copy.remove(index);
    return copy;
  }

  private static Object with(List<?> list, int index, Object element) {
    List<Object> copy = new ArrayList<>(list);
    copy.set(index, element);
    return copy;
  }

  private static Object without(Map<?, ?> map, Object key) {
    Map<Object, Object> copy = new LinkedHashMap<>(map);
    copy.remove(key);
    return copy;
  }

  private static Object with(Map<?, ?> map, Object key, Object value) {
    Map<Object, Object> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }
}
