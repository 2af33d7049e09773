package dev.chancery.policy.model;

import dev.chancery.policy.Provenance;
import java.util.List;
import java.util.Optional;

/**
 * One element of {@code rules.http[]}; everything that is present must match.
 *
 * @param method full match against {@code :method}
 * @param path full match against {@code :path}, query included, after normalisation
 * @param host full match against {@code :authority}, port included where sent
 * @param actions done to a request that matches; those with {@link HeaderAction.Mismatch#FAIL} must
 *     match too
 */
public record HttpRule(
    Optional<Pattern> method,
    Optional<Pattern> path,
    Optional<Pattern> host,
    List<HeaderRule> headers,
    List<HeaderAction> actions,
    Provenance origin) {
  /** The header by which a client asks for another protocol. */
  public static final String UPGRADE = "upgrade";

  public HttpRule {
    headers = List.copyOf(headers);
    actions = List.copyOf(actions);
  }

  /** Without actions. */
  public HttpRule(
      Optional<Pattern> method,
      Optional<Pattern> path,
      Optional<Pattern> host,
      List<HeaderRule> headers,
      Provenance origin) {
    this(method, path, host, headers, List.of(), origin);
  }

  /**
   * Whether a request that asks for another protocol ({@code Upgrade}) may match: behind the answer
   * no request is judged any more. A rule says so by naming the header, or by allowing everything.
   */
  public boolean allowsUpgrade() {
    return matchesEverything() || headers.stream().anyMatch(h -> h.name().equals(UPGRADE));
  }

  public boolean matchesEverything() {
    return method.isEmpty()
        && path.isEmpty()
        && host.isEmpty()
        && headers.isEmpty()
        && actions.isEmpty();
  }
}
