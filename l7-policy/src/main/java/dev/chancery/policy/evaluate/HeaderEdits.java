package dev.chancery.policy.evaluate;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.L7Rules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What header actions make of a request: each rule that matches runs its own, whichever rule let
 * the request pass. Mirrors {@code HeaderMatch} of cilium-envoy's {@code network_policy.cc}. Pure.
 */
public final class HeaderEdits {
  private HeaderEdits() {}

  /**
   * The request as the next one on its way sees it.
   *
   * @param policy of the {@link Direction} that the request passes; one that denies it edits
   *     nothing
   */
  public static Request after(DirectionPolicy policy, Request request) {
    if (request.http().isEmpty() || !Evaluator.decide(policy, request).allowed()) {
      return request;
    }
    Request.Http http = request.http().get();
    Map<String, List<String>> headers = new HashMap<>(http.headers());
    policy.entries().stream()
        .filter(e -> e.covers(request.peer(), request.protocol(), request.port()))
        .filter(Evaluator::meetsConnection)
        .filter(e -> e.l7() instanceof L7Rules.Http)
        .flatMap(e -> ((L7Rules.Http) e.l7()).rules().stream())
        .filter(r -> Evaluator.matches(r, http))
        .forEach(r -> edit(headers, r));
    return request.with(
        new Request.Http(http.method(), http.path(), http.authority(), Map.copyOf(headers)));
  }

  private static void edit(Map<String, List<String>> headers, HttpRule rule) {
    for (HeaderAction action : rule.actions()) {
      List<String> values = headers.getOrDefault(action.name(), List.of());
      if (!isAsExpected(values, action.value())) {
        edit(headers, action, values);
      }
    }
  }

  /** An empty expectation is met by every value. */
  private static boolean isAsExpected(List<String> values, String expected) {
    return !values.isEmpty() && (expected.isEmpty() || String.join(",", values).equals(expected));
  }

  private static void edit(
      Map<String, List<String>> headers, HeaderAction action, List<String> values) {
    switch (action.mismatch()) {
      case FAIL, LOG -> {}
      case DELETE -> headers.remove(action.name());
      case REPLACE -> headers.put(action.name(), List.of(action.value()));
      case ADD -> {
        List<String> more = new ArrayList<>(values);
        more.add(action.value());
        headers.put(action.name(), List.copyOf(more));
      }
    }
  }
}
