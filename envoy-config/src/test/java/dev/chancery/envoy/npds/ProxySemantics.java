package dev.chancery.envoy.npds;

import com.google.re2j.Pattern;
import dev.chancery.api.cilium.HeaderMatch;
import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What cilium-envoy makes of a message, from the description of its {@code network_policy.cc}: a
 * second meaning of the messages, which shares nothing with the evaluator. All rules have one
 * precedence, and no secret has arrived.
 */
final class ProxySemantics {
  /**
   * A plain HTTP request.
   *
   * @param proxyId of the listener
   * @param headers lower-case names; a map that can be changed, as rules may edit headers
   */
  record Call(
      int peer,
      int port,
      int proxyId,
      String method,
      String path,
      String authority,
      Map<String, List<String>> headers) {}

  private ProxySemantics() {}

  /** Whether the request passes; its headers are then as the next one sees them. */
  static boolean allows(List<PortNetworkPolicy> direction, Call call) {
    List<PortNetworkPolicyRule> rules = new ArrayList<>();
    for (PortNetworkPolicy port : direction) {
      if (covers(port, call.port())) {
        rules.addAll(
            port.getRulesCount() == 0
                ? List.of(PortNetworkPolicyRule.getDefaultInstance())
                : port.getRulesList());
      }
    }
    List<PortNetworkPolicyRule> matching = rules.stream().filter(r -> matches(r, call)).toList();
    if (matching.isEmpty() || matching.stream().anyMatch(PortNetworkPolicyRule::getDeny)) {
      return false;
    }
    return rules.stream().noneMatch(PortNetworkPolicyRule::hasHttpRules) || atHttp(matching, call);
  }

  private static boolean covers(PortNetworkPolicy policy, int port) {
    return policy.getPort() == 0
        || (policy.getPort() <= port && port <= Math.max(policy.getPort(), policy.getEndPort()));
  }

  private static boolean matches(PortNetworkPolicyRule rule, Call call) {
    return (rule.getProxyId() == 0 || rule.getProxyId() == call.proxyId())
        && (rule.getRemotePoliciesCount() == 0
            || rule.getRemotePoliciesList().contains(call.peer()))
        && rule.getServerNamesCount() == 0;
  }

  /** Every rule is asked, as each may edit headers. */
  private static boolean atHttp(List<PortNetworkPolicyRule> rules, Call call) {
    boolean allowed = false;
    for (PortNetworkPolicyRule rule : rules) {
      allowed |= !rule.hasHttpRules();
      for (HttpNetworkPolicyRule http : rule.getHttpRules().getHttpRulesList()) {
        allowed |= matches(http, call);
      }
    }
    return allowed;
  }

  private static boolean matches(HttpNetworkPolicyRule rule, Call call) {
    if (!rule.getHeadersList().stream().allMatch(h -> matches(h, call))) {
      return false;
    }
    boolean matches = true;
    for (HeaderMatch match : rule.getHeaderMatchesList()) {
      matches &= act(match, call);
    }
    return matches;
  }

  private static boolean matches(HeaderMatcher matcher, Call call) {
    List<String> values = values(matcher.getName(), call);
    if (matcher.hasPresentMatch()) {
      return values.isEmpty() == matcher.getInvertMatch();
    }
    if (values.isEmpty()) {
      return false;
    }
    String value = String.join(",", values);
    boolean same =
        matcher.getStringMatch().hasSafeRegex()
            ? Pattern.matches(matcher.getStringMatch().getSafeRegex().getRegex(), value)
            : matcher.getStringMatch().getExact().equals(value);
    return same != matcher.getInvertMatch();
  }

  private static List<String> values(String name, Call call) {
    return switch (name) {
      case ":method" -> List.of(call.method());
      case ":path" -> List.of(call.path());
      case ":authority", "host" -> List.of(call.authority());
      default -> call.headers().getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of());
    };
  }

  private static boolean act(HeaderMatch match, Call call) {
    String name = match.getName().toLowerCase(java.util.Locale.ROOT);
    List<String> values = values(name, call);
    if (!match.getValueSdsSecret().isEmpty() && match.getValue().isEmpty()) {
      return false;
    }
    boolean same =
        !values.isEmpty()
            && (match.getValue().isEmpty() || match.getValue().equals(String.join(",", values)));
    if (same) {
      return true;
    }
    switch (match.getMismatchAction()) {
      case FAIL_ON_MISMATCH -> {
        return false;
      }
      case ADD_ON_MISMATCH -> {
        List<String> more = new ArrayList<>(values);
        more.add(match.getValue());
        call.headers().put(name, more);
      }
      case DELETE_ON_MISMATCH -> call.headers().remove(name);
      case REPLACE_ON_MISMATCH -> call.headers().put(name, List.of(match.getValue()));
      default -> {}
    }
    return true;
  }
}
