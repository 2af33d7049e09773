package dev.chancery.agent.conformance;

import dev.chancery.agent.conformance.Pairs.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Drops from policies whatever a difference can do without. */
final class Shrinker {
  private static final int MAX_TRIES = 150;

  private final ConformanceNode node;
  private final Session session;
  private int tries;

  Shrinker(ConformanceNode node, Session session, WireRequest request) {
    this.node = node;
    List<WireRequest> rest = request.equals(session.opener()) ? List.of() : List.of(request);
    this.session =
        new Session(session.client(), session.server(), session.port(), session.opener(), rest);
  }

  List<?> shrink(List<?> policies) throws IOException {
    List<?> smallest = policies;
    boolean progress = true;
    while (progress && tries < MAX_TRIES) {
      progress = false;
      for (Object smaller : smaller(smallest).toList()) {
        if (tries++ < MAX_TRIES && differs((List<?>) smaller)) {
          smallest = (List<?>) smaller;
          progress = true;
          break;
        }
      }
    }
    return smallest;
  }

  private boolean differs(List<?> policies) throws IOException {
    if (!node.enforce(policies).isEmpty()) {
      return false;
    }
    Pairs pairs = new Pairs(node);
    pairs.play(session);
    return !pairs.differences().isEmpty();
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
                      smaller(e.getValue()).map(v -> with(map, e.getKey(), v))));
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
