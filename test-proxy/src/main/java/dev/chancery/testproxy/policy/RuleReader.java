package dev.chancery.testproxy.policy;

import com.google.re2j.Pattern;
import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.api.cilium.KafkaNetworkPolicyRule;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads rules as one release does: its constraints (§3.1), and what it overlooks (gotcha 6). */
final class RuleReader {
  private static final String PATH = "PortNetworkPolicyRuleValidationError";
  private static final Pattern KAFKA = Pattern.compile("[a-zA-Z0-9._-]*");

  private final ProxyGeneration generation;
  private final Secrets secrets;
  private final Audit audit;

  RuleReader(ProxyGeneration generation, Secrets secrets, Audit audit) {
    this.generation = generation;
    this.secrets = secrets;
    this.audit = audit;
  }

  Rule read(PortNetworkPolicyRule proto) throws Rejected {
    constraints(proto);
    overlooked(proto);
    boolean pass = generation.knowsPass() && proto.getPassPrecedence() != 0;
    long precedence =
        generation.knowsPrecedence() ? Integer.toUnsignedLong(proto.getPrecedence()) : 0;
    long below = pass ? Integer.toUnsignedLong(proto.getPassPrecedence()) : 0;
    if (below > precedence) {
      throw new Rejected(
          4,
          "PortNetworkPolicyRule: pass_precedence "
              + below
              + " must be lower than precedence "
              + precedence);
    }
    Rule.Kind kind = pass ? Rule.Kind.PASS : proto.getDeny() ? Rule.Kind.DENY : Rule.Kind.ALLOW;
    return new Rule(
        kind,
        proto.getName().isEmpty()
            ? kind.name().toLowerCase(java.util.Locale.ROOT)
            : proto.getName(),
        precedence,
        below,
        generation.knowsPrecedence() ? proto.getProxyId() : 0,
        remotes(proto),
        names(proto),
        http(proto),
        proto.hasDownstreamTlsContext()
            ? Optional.of(TlsUse.downstream(proto.getDownstreamTlsContext()))
            : Optional.empty(),
        proto.hasUpstreamTlsContext()
            ? Optional.of(TlsUse.upstream(proto.getUpstreamTlsContext()))
            : Optional.empty());
  }

  private void constraints(PortNetworkPolicyRule proto) throws Rejected {
    if (Integer.compareUnsigned(proto.getProxyId(), 65535) > 0) {
      throw Rejected.constraint(4, PATH + ".ProxyId", "value must be less than or equal to 65535");
    }
    for (int i = 0; i < proto.getServerNamesCount(); i++) {
      if (generation.knowsNamePatterns() && !SniPattern.valid(proto.getServerNames(i))) {
        throw Rejected.constraint(
            4, PATH + ".ServerNames[" + i + "]", "value does not match regex pattern");
      }
    }
    if (proto.hasHttpRules() && proto.getHttpRules().getHttpRulesCount() == 0) {
      throw tooFew("HttpNetworkPolicyRulesValidationError.HttpRules");
    }
    if (proto.hasKafkaRules()) {
      if (proto.getKafkaRules().getKafkaRulesCount() == 0) {
        throw tooFew("KafkaNetworkPolicyRulesValidationError.KafkaRules");
      }
      for (KafkaNetworkPolicyRule rule : proto.getKafkaRules().getKafkaRulesList()) {
        kafka("ClientId", rule.getClientId(), Integer.MAX_VALUE);
        kafka("Topic", rule.getTopic(), 255);
      }
    }
  }

  private static Rejected tooFew(String path) {
    return Rejected.constraint(4, path, "value must contain at least 1 item(s)");
  }

  private static void kafka(String field, String value, int longest) throws Rejected {
    if (!KAFKA.matches(value) || value.length() > longest) {
      throw Rejected.constraint(
          4,
          "KafkaNetworkPolicyRuleValidationError." + field,
          "value does not match regex pattern or is too long");
    }
  }

  private void overlooked(PortNetworkPolicyRule proto) {
    if (!generation.knowsPass() && proto.hasPassPrecedence()) {
      late("pass_precedence", generation.readsPassAsPeer() ? "a peer" : "an allow");
    }
    if (!generation.knowsPrecedence() && proto.getPrecedence() != 0) {
      late("precedence", "nothing");
    }
    if (!generation.knowsPrecedence() && proto.getProxyId() != 0) {
      late("proxy_id", "nothing");
    }
    if (!generation.knowsNamePatterns()
        && proto.getServerNamesList().stream().anyMatch(name -> name.contains("*"))) {
      late("a pattern in server_names", "a name");
    }
  }

  private void late(String field, String reading) {
    audit.note(6, field + " is read by " + generation.release() + " as " + reading);
  }

  private Set<Long> remotes(PortNetworkPolicyRule proto) {
    Set<Long> remotes = new HashSet<>();
    proto.getRemotePoliciesList().forEach(id -> remotes.add(Integer.toUnsignedLong(id)));
    if (generation.readsPassAsPeer() && proto.hasPassPrecedence()) {
      remotes.add(Integer.toUnsignedLong(proto.getPassPrecedence()));
    }
    return remotes;
  }

  private List<SniPattern> names(PortNetworkPolicyRule proto) {
    return proto.getServerNamesList().stream().map(n -> SniPattern.of(n, generation)).toList();
  }

  private List<HttpRule> http(PortNetworkPolicyRule proto) throws Rejected {
    List<HttpRule> rules = new ArrayList<>();
    for (HttpNetworkPolicyRule rule : proto.getHttpRules().getHttpRulesList()) {
      rules.add(HttpRule.read(rule, secrets));
    }
    return rules;
  }
}
