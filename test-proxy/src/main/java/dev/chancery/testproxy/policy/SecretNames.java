package dev.chancery.testproxy.policy;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.api.cilium.TLSContext;
import java.util.Set;
import java.util.stream.Stream;

/** The SDS secrets that a policy names. */
final class SecretNames {
  private SecretNames() {}

  static void addTo(Set<String> names, NetworkPolicy policy) {
    Stream.concat(
            policy.getIngressPerPortPoliciesList().stream(),
            policy.getEgressPerPortPoliciesList().stream())
        .flatMap(port -> port.getRulesList().stream())
        .flatMap(SecretNames::of)
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
  }

  private static Stream<String> of(PortNetworkPolicyRule rule) {
    return Stream.of(
            of(rule.getDownstreamTlsContext()),
            of(rule.getUpstreamTlsContext()),
            rule.getHttpRules().getHttpRulesList().stream()
                .flatMap(http -> http.getHeaderMatchesList().stream())
                .map(match -> match.getValueSdsSecret()))
        .flatMap(each -> each);
  }

  private static Stream<String> of(TLSContext context) {
    return Stream.of(context.getTlsSdsSecret(), context.getValidationContextSdsSecret());
  }
}
