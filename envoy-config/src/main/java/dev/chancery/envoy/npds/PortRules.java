package dev.chancery.envoy.npds;

import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What an entry says, as a rule of its ports. */
final class PortRules {
  /** Everyone may do everything. */
  static final PortNetworkPolicyRule ALLOW = PortNetworkPolicyRule.getDefaultInstance();

  /** Nobody may do anything. */
  static final PortNetworkPolicyRule DENY =
      PortNetworkPolicyRule.newBuilder().setDeny(true).build();

  /** No peer has this number: those of Cilium end at 2^26. */
  private static final int NOBODY = 0xFFFF_FFFF;

  private final NpdsOptions options;
  private final Predicate<SecretRef> served;
  private final SecretNames secrets;
  private final HttpRules http;

  /**
   * @param served whether SDS serves a secret
   */
  PortRules(NpdsOptions options, Predicate<SecretRef> served) {
    this.options = options;
    this.served = served;
    this.secrets = new SecretNames(options.secretsNamespace());
    this.http = new HttpRules(secrets, served);
  }

  /**
   * Empty where nobody is meant, and where the demand cannot be put to the proxy: such traffic
   * stays denied. DNS rules are none to Envoy; what they demand of names is the DNS proxy's
   * business.
   */
  Optional<PortNetworkPolicyRule> of(PolicyEntry entry) {
    PortNetworkPolicyRule.Builder rule = PortNetworkPolicyRule.newBuilder();
    if (entry.peers() instanceof Peers.Identities some) {
      if (some.numbers().isEmpty()) {
        return Optional.empty();
      }
      rule.addAllRemotePolicies(some.numbers());
    }
    if (entry.action() == Action.DENY) {
      return Optional.of(rule.setDeny(true).build());
    }
    if (entry.l7() instanceof L7Rules.Unenforced
        || !listener(entry, rule)
        || !serverNames(entry.connection(), rule)) {
      return Optional.empty();
    }
    boolean opens = tls(entry.connection(), rule);
    if (entry.l7() instanceof L7Rules.Http list) {
      return Optional.of(opens ? rule.setHttpRules(http.of(list)).build() : forNobody(rule));
    }
    return opens ? Optional.of(rule.build()) : Optional.empty();
  }

  /** False where the listener is not known to the proxy. */
  private boolean listener(PolicyEntry entry, PortNetworkPolicyRule.Builder rule) {
    if (entry.connection().listener().isEmpty()) {
      return true;
    }
    OptionalInt port = entry.redirect().map(r -> r.proxyPort()).orElse(OptionalInt.empty());
    port.ifPresent(rule::setProxyId);
    return port.isPresent() && port.getAsInt() > 0 && options.proxyIds();
  }

  /** False where names are demanded and none of them can be put to the proxy. */
  private boolean serverNames(ConnectionRules connection, PortNetworkPolicyRule.Builder rule) {
    connection.serverNames().stream()
        .flatMap(n -> ServerNames.message(n, options.serverNamePatterns()).stream())
        .forEach(rule::addServerNames);
    return connection.serverNames().isEmpty() || rule.getServerNamesCount() > 0;
  }

  /** False where a context names no secret, or one that is not served. */
  private boolean tls(ConnectionRules connection, PortNetworkPolicyRule.Builder rule) {
    if (!Stream.of(connection.terminatingTls(), connection.originatingTls())
        .flatMap(Optional::stream)
        .allMatch(t -> t.secret().filter(served).isPresent())) {
      return false;
    }
    connection
        .terminatingTls()
        .flatMap(t -> t.secret())
        .ifPresent(s -> rule.getDownstreamTlsContextBuilder().setTlsSdsSecret(secrets.of(s)));
    connection
        .originatingTls()
        .flatMap(t -> t.secret())
        .ifPresent(
            s -> rule.getUpstreamTlsContextBuilder().setValidationContextSdsSecret(secrets.of(s)));
    return true;
  }

  /**
   * Lets nobody connect, and has the port judge requests: where no rule does, all of a connection
   * pass that was let in before.
   */
  private static PortNetworkPolicyRule forNobody(PortNetworkPolicyRule.Builder rule) {
    return rule.clearRemotePolicies()
        .addRemotePolicies(NOBODY)
        .setHttpRules(HttpRules.NONE)
        .build();
  }

  /** Whether nobody may do anything under these, whatever else they say. */
  static boolean denyEverything(List<PortNetworkPolicyRule> rules) {
    return rules.contains(DENY);
  }

  /** Whether everyone may do everything under these. */
  static boolean allowEverything(List<PortNetworkPolicyRule> rules) {
    return rules.contains(ALLOW) && endAtFirstAllow(rules);
  }

  /** Whether a rule that allows leaves nothing to do: none denies, none acts on requests. */
  static boolean endAtFirstAllow(List<PortNetworkPolicyRule> rules) {
    return rules.stream().noneMatch(r -> r.getDeny() || actsOnRequests(r));
  }

  /** Whether requests are judged that may come without a TLS hello, and so without a name. */
  static boolean judgeNamelessRequests(List<PortNetworkPolicyRule> rules) {
    return rules.stream().anyMatch(PortNetworkPolicyRule::hasHttpRules)
        && rules.stream().anyMatch(r -> r.getServerNamesCount() == 0 && !r.getDeny());
  }

  /**
   * The proxy asks for the server name when a connection begins, and not again at its requests: a
   * rule that demands one would let every request in plain text pass that it matches, once another
   * rule has let the client connect. So it matches none, where TLS is not opened for it.
   */
  static PortNetworkPolicyRule withoutRequests(PortNetworkPolicyRule rule) {
    return rule.getServerNamesCount() == 0 || rule.hasDownstreamTlsContext()
        ? rule
        : rule.toBuilder().setHttpRules(HttpRules.NONE).build();
  }

  private static boolean actsOnRequests(PortNetworkPolicyRule rule) {
    return rule.getHttpRules().getHttpRulesList().stream()
        .anyMatch(r -> r.getHeaderMatchesCount() > 0);
  }
}
