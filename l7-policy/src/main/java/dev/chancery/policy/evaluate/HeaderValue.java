package dev.chancery.policy.evaluate;

import java.util.List;
import java.util.Optional;

/** The value of a header as Envoy's matchers see it. */
final class HeaderValue {
  private HeaderValue() {}

  /**
   * A repeated header is its values joined with a comma; {@code host} is another name for the
   * authority.
   */
  static Optional<String> of(String name, Request.Http request) {
    if (name.equals("host")) {
      return Optional.of(request.authority());
    }
    List<String> values = request.headers().getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
  }
}
