package dev.chancery.policy.evaluate;

import dev.chancery.policy.Provenance;
import dev.chancery.policy.evaluate.Decision.Level;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.resolve.Redirect;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides one request under one direction of an endpoint's policy. Pure.
 *
 * <p>A deny that covers the request decides alone. Else every allow that covers it is an
 * alternative: one without L7 rules lets everything pass, so it lifts the L7 rules of the others,
 * although the traffic still takes the way through the proxy.
 */
public final class Evaluator {
  private Evaluator() {}

  /**
   * Without {@link Request#http} and {@link Request#queriedName} the answer is that of L3 and L4.
   */
  public static Decision decide(DirectionPolicy policy, Request request) {
    List<PolicyEntry> covering =
        policy.entries().stream()
            .filter(e -> e.covers(request.peer(), request.protocol(), request.port()))
            .toList();
    List<PolicyEntry> denying = covering.stream().filter(e -> e.action() == Action.DENY).toList();
    if (!denying.isEmpty()) {
      return new Decision(false, level(denying), false, origins(denying));
    }
    if (covering.isEmpty()) {
      return uncovered(policy, request);
    }
    if (request.queriedName().isPresent() && Names.areAsked(covering)) {
      return ofName(policy, covering, request.port(), request.queriedName().get());
    }
    boolean redirected = covering.stream().anyMatch(e -> e.redirect().isPresent());
    return request
        .http()
        .filter(http -> redirected)
        .map(http -> atL7(policy, covering, http))
        .orElseGet(() -> new Decision(true, level(covering), redirected, origins(covering)));
  }

  private static Decision uncovered(DirectionPolicy policy, Request request) {
    if (!policy.enforced()) {
      return new Decision(true, Level.NONE, false, List.of());
    }
    boolean peerIsKnown =
        policy.entries().stream()
            .anyMatch(e -> e.action() == Action.ALLOW && e.peers().contains(request.peer()));
    return new Decision(false, peerIsKnown ? Level.L4 : Level.L3, false, List.of());
  }

  private static Decision atL7(DirectionPolicy policy, List<PolicyEntry> all, Request.Http http) {
    List<PolicyEntry> covering = onTheWay(all);
    List<PolicyEntry> plain = covering.stream().filter(Evaluator::passesEverything).toList();
    List<Provenance> allowing =
        covering.stream().flatMap(e -> allowing(e, http)).distinct().toList();
    boolean allowed = !allowing.isEmpty() || !policy.enforced();
    return new Decision(allowed, plain.isEmpty() ? Level.L7 : level(plain), true, allowing);
  }

  private static Decision ofName(
      DirectionPolicy policy, List<PolicyEntry> covering, int port, String name) {
    List<PolicyEntry> lifting = Names.lifting(covering, port);
    List<Provenance> allowing = Names.allowing(covering, port, name);
    boolean allowed = !allowing.isEmpty() || !policy.enforced();
    return new Decision(allowed, lifting.isEmpty() ? Level.L7 : Level.L4, true, allowing);
  }

  /** Of several ways the one of the first priority is taken; other listeners see nothing. */
  private static List<PolicyEntry> onTheWay(List<PolicyEntry> covering) {
    Optional<Redirect> way =
        covering.stream()
            .flatMap(e -> e.redirect().stream())
            .min(Comparator.comparingInt(Redirect::priority));
    return covering.stream()
        .filter(e -> e.connection().listener().isEmpty() || e.redirect().equals(way))
        .toList();
  }

  /** Whether a rule behind this entry demands nothing of requests. */
  private static boolean passesEverything(PolicyEntry entry) {
    return meetsConnection(entry)
        && !(entry.l7() instanceof L7Rules.Unenforced)
        && entry.parts().stream()
            .anyMatch(p -> p.action() == Action.ALLOW && !(p.l7() instanceof L7Rules.Http));
  }

  /** Those of its HTTP rules that match, and the entry itself where a rule has none. */
  private static Stream<Provenance> allowing(PolicyEntry entry, Request.Http http) {
    if (!meetsConnection(entry) || entry.l7() instanceof L7Rules.Unenforced) {
      return Stream.of();
    }
    if (!(entry.l7() instanceof L7Rules.Http merged)) {
      return entry.origins().stream();
    }
    return Stream.concat(
            merged.rules().stream(), entry.parts().stream().flatMap(Evaluator::httpRules))
        .filter(r -> matches(r, http))
        .map(HttpRule::origin);
  }

  private static Stream<HttpRule> httpRules(PolicyEntry.Part part) {
    return part.l7() instanceof L7Rules.Http http ? http.rules().stream() : Stream.of();
  }

  /** A request in plain text came without the TLS hello that would have named the server. */
  static boolean meetsConnection(PolicyEntry entry) {
    return entry.connection().serverNames().isEmpty();
  }

  static boolean matches(HttpRule rule, Request.Http http) {
    return HttpPredicate.of(rule, http).stream().allMatch(HttpPredicate::holds);
  }

  private static Level level(List<PolicyEntry> entries) {
    return entries.stream().anyMatch(e -> e.ports().isEverything()) ? Level.L3 : Level.L4;
  }

  private static List<Provenance> origins(List<PolicyEntry> entries) {
    return entries.stream().flatMap(e -> e.origins().stream()).distinct().toList();
  }
}
