package dev.chancery.testproxy.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code cilium.PortNetworkPolicyRule} as one release reads it.
 *
 * @param precedence higher is asked first
 * @param below where a pass goes on: rules of less than this precedence
 * @param proxyId listener that it holds on; 0 for all
 * @param remotes identities that it holds for; empty for all
 * @param names patterns of which the TLS hello must match one; empty demands none
 * @param http rules of which a request must match one; empty demands nothing
 */
record Rule(
    Kind kind,
    String name,
    long precedence,
    long below,
    int proxyId,
    Set<Long> remotes,
    List<SniPattern> names,
    List<HttpRule> http,
    Optional<TlsUse> downstream,
    Optional<TlsUse> upstream) {
  enum Kind {
    DENY,
    ALLOW,
    PASS
  }

  Rule {
    remotes = Set.copyOf(remotes);
    names = List.copyOf(names);
    http = List.copyOf(http);
  }

  /** What an entry without rules becomes where it shares ports with others. */
  static Rule allowAll() {
    return new Rule(
        Kind.ALLOW,
        "entry without rules",
        0,
        0,
        0,
        Set.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** As a request asks: names in the TLS hello were a matter of the connection. */
  boolean facesPeer(Connection connection) {
    return (proxyId == 0 || proxyId == connection.proxyId())
        && (remotes.isEmpty() || remotes.contains(connection.remote()));
  }

  boolean facesConnection(Connection connection) {
    return facesPeer(connection) && (names.isEmpty() || named(connection.sni()));
  }

  private boolean named(Optional<String> sni) {
    return sni.isPresent()
        && !sni.get().isEmpty()
        && names.stream().anyMatch(pattern -> pattern.matches(sni.get()));
  }

  boolean changesHeaders() {
    return http.stream().anyMatch(rule -> !rule.actions().isEmpty());
  }

  /** Every HTTP rule is asked where one of them may change the request. */
  boolean matches(RequestState request) {
    boolean matched = http.isEmpty();
    boolean all = changesHeaders();
    for (HttpRule rule : http) {
      if (matched && !all) {
        break;
      }
      matched |= rule.matches(request);
    }
    return matched;
  }
}
