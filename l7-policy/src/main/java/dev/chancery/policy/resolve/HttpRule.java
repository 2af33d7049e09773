package dev.chancery.policy.resolve;

import dev.chancery.policy.Provenance;
import java.util.List;
import java.util.Optional;

/**
 * One element of {@code rules.http[]}; everything that is present must match.
 *
 * @param method full match against {@code :method}
 * @param path full match against {@code :path}, query included, after normalisation
 * @param host full match against {@code :authority}, port included where sent
 */
public record HttpRule(
    Optional<Pattern> method,
    Optional<Pattern> path,
    Optional<Pattern> host,
    List<HeaderRule> headers,
    Provenance origin) {
  public HttpRule {
    headers = List.copyOf(headers);
  }

  public boolean matchesEverything() {
    return method.isEmpty() && path.isEmpty() && host.isEmpty() && headers.isEmpty();
  }
}
