package dev.chancery.policy.evaluate;

import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One demand of an HTTP rule, put to a request.
 *
 * @param name {@code method}, {@code path}, {@code host}, {@code header x-token} or {@code upgrade}
 * @param expected what the rule demands
 * @param actual what the request has; empty where it has no such header
 */
record HttpPredicate(String name, String expected, Optional<String> actual, boolean holds) {

  /** All demands of a rule, in the order method, path, host, headers. */
  static List<HttpPredicate> of(HttpRule rule, Request.Http request) {
    List<HttpPredicate> all = new ArrayList<>();
    rule.method().ifPresent(p -> all.add(pattern("method", p, request.method())));
    rule.path().ifPresent(p -> all.add(pattern("path", p, request.path())));
    rule.host().ifPresent(p -> all.add(pattern("host", p, request.authority())));
    rule.headers().forEach(h -> all.add(header(h, HeaderValue.of(h.name(), request))));
    rule.actions().stream()
        .filter(HttpPredicate::needsSecret)
        .forEach(a -> all.add(secret(a, HeaderValue.of(a.name(), request))));
    HeaderValue.of(HttpRule.UPGRADE, request)
        .filter(asked -> !rule.allowsUpgrade())
        .ifPresent(
            asked -> all.add(new HttpPredicate("upgrade", "none", Optional.of(asked), false)));
    return all;
  }

  private static HttpPredicate pattern(String name, Pattern pattern, String actual) {
    return new HttpPredicate(name, pattern.text(), Optional.of(actual), pattern.matches(actual));
  }

  private static boolean needsSecret(HeaderAction action) {
    return action.mismatch() == HeaderAction.Mismatch.FAIL
        || (action.secret().isPresent() && action.value().isEmpty());
  }

  /** Nobody here reads secrets: the value is unknown and equals none. */
  private static HttpPredicate secret(HeaderAction action, Optional<String> actual) {
    return new HttpPredicate("header " + action.name(), NearMiss.SECRET, actual, false);
  }

  private static HttpPredicate header(HeaderRule rule, Optional<String> actual) {
    return new HttpPredicate(
        "header " + rule.name(),
        rule.expectation(),
        actual,
        actual.filter(rule::matches).isPresent());
  }
}
