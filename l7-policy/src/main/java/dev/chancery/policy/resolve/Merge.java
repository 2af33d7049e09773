package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.Authentication;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.TlsContext;
import dev.chancery.policy.resolve.PolicyEntry.Part;
import dev.chancery.policy.resolve.Redirect.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Two contributions to one selector on one filter as one, as in Cilium's {@code pkg/policy/l4.go}.
 * The order matters only for the texts of conflicts, and where server names meet L7 rules.
 */
final class Merge {
  private static final int LOWEST_PRIORITY = 126;

  private final Direction direction;
  private final PeerSelector selector;
  private final Contribution first;
  private final Contribution second;

  private Merge(
      Direction direction, PeerSelector selector, Contribution first, Contribution second) {
    this.direction = direction;
    this.selector = selector;
    this.first = first;
    this.second = second;
  }

  /**
   * @param first of the earlier rules
   */
  static Contribution of(
      Direction direction, PeerSelector selector, Contribution first, Contribution second)
      throws Clash {
    if (first.saysTheSameAs(second) || first.action() == Action.DENY) {
      return first.withParts(first.parts(), second.parts());
    }
    if (second.action() == Action.DENY) {
      return second.withParts(first.parts(), second.parts());
    }
    return new Merge(direction, selector, first, second).allows();
  }

  private Contribution allows() throws Clash {
    Optional<Parser> parser = parser();
    Contribution listening = listening();
    Optional<Authentication> authentication = authentication();
    ConnectionRules connection = connection();
    Optional<Redirect> redirect =
        parser.map(p -> p == Parser.CRD ? listening.redirect().orElseThrow() : Redirect.to(p));
    Contribution merged =
        new Contribution(
            Action.ALLOW,
            L7Union.of(first.l7(), origin(first), second.l7(), origin(second)),
            redirect,
            listening.listener(),
            connection,
            authentication,
            first.parts());
    return merged.withParts(first.parts(), second.parts());
  }

  private Optional<Parser> parser() throws Clash {
    Optional<Parser> one = first.redirect().map(Redirect::parser);
    Optional<Parser> other = second.redirect().map(Redirect::parser);
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    if (name(first).equals(name(second)) || givesWay(one.get(), other.get())) {
      return other;
    }
    if (givesWay(other.get(), one.get())) {
      return one;
    }
    throw clash("cannot merge conflicting L7 parsers (" + name(first) + "/" + name(second) + ")");
  }

  private static String name(Contribution contribution) {
    return contribution.l7() instanceof L7Rules.Unenforced other
        ? other.parser()
        : contribution.redirect().map(r -> r.parser().text()).orElse("");
  }

  /** A connection that TLS alone is read of may as well be read further. */
  private static boolean givesWay(Parser one, Parser other) {
    return one == Parser.TLS
        && (other == Parser.HTTP || other == Parser.KAFKA || other == Parser.PROXYLIB);
  }

  /** The side whose listener takes the traffic. */
  private Contribution listening() throws Clash {
    if (second.listener().isEmpty()) {
      return first;
    }
    if (first.listener().isEmpty() || priority(second) < priority(first)) {
      return second;
    }
    if (priority(first) == priority(second) && !first.listener().equals(second.listener())) {
      throw clash(
          "cannot merge conflicting CiliumEnvoyConfig Listeners (%s/%s) with the same priority (%d)"
              .formatted(second.listener(), first.listener(), priority(first)));
    }
    return first;
  }

  private static int priority(Contribution contribution) {
    return contribution.redirect().map(Redirect::priority).orElse(LOWEST_PRIORITY);
  }

  private Optional<Authentication> authentication() throws Clash {
    Optional<Authentication> one = first.authentication();
    Optional<Authentication> other = second.authentication();
    if (one.isPresent() && other.isPresent() && !one.equals(other)) {
      throw clash(
          "cannot merge conflicting authentication types (%s/%s)"
              .formatted(other.get().text(), one.get().text()));
    }
    return one.or(() -> other);
  }

  private ConnectionRules connection() throws Clash {
    ConnectionRules one = first.connection();
    ConnectionRules other = second.connection();
    Optional<TlsContext> terminating =
        tls("terminating", one.terminatingTls(), other.terminatingTls());
    Optional<TlsContext> originating =
        tls("originating", one.originatingTls(), other.originatingTls());
    var names = new TreeSet<>(one.serverNames());
    names.addAll(other.serverNames());
    if (!names.isEmpty() && !(first.l7() instanceof L7Rules.None) && terminating.isEmpty()) {
      throw clash(
          "cannot merge L7 rules for cached selector %s with SNI filtering without TLS termination"
              .formatted(SelectorText.of(selector)));
    }
    return new ConnectionRules(
        terminating, originating, List.copyOf(names), one.listener().or(other::listener));
  }

  private Optional<TlsContext> tls(
      String kind, Optional<TlsContext> one, Optional<TlsContext> other) throws Clash {
    if (one.isPresent() && other.isPresent() && !one.equals(other)) {
      throw clash(
          "cannot merge conflicting %s TLS contexts for cached selector %s: (%s/%s)"
              .formatted(kind, SelectorText.of(selector), secret(one.get()), secret(other.get())));
    }
    return one.or(() -> other);
  }

  private static String secret(TlsContext context) {
    return context.secret().map(s -> s.namespace() + "/" + s.name()).orElse("none");
  }

  private static Provenance origin(Contribution contribution) {
    return contribution.parts().get(0).origin();
  }

  private Clash clash(String message) {
    List<Provenance> rules = new ArrayList<>();
    Stream.concat(first.parts().stream(), second.parts().stream())
        .map(Part::origin)
        .filter(o -> !rules.contains(o))
        .forEach(rules::add);
    return new Clash(new Conflict(direction, message, rules));
  }
}
