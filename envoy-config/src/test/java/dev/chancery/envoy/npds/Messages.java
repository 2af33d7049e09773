package dev.chancery.envoy.npds;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.policy.identity.Identity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Messages in a form in which those that mean the same are equal. */
final class Messages {
  private Messages() {}

  /** Of the recorded JSON, in which peers have names. */
  static NetworkPolicy read(JsonNode recorded, Map<String, Identity> identities) {
    JsonNode numbered = recorded.deepCopy();
    for (JsonNode node : numbered.findParents("remote_policies")) {
      ArrayNode numbers = ((ObjectNode) node).arrayNode();
      node.get("remote_policies")
          .forEach(n -> numbers.add(requireNonNull(identities.get(n.asText())).number()));
      ((ObjectNode) node).set("remote_policies", numbers);
    }
    NetworkPolicy.Builder message = NetworkPolicy.newBuilder();
    try {
      JsonFormat.parser().merge(numbered.toString(), message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
    return message.build();
  }

  /** Sets sorted, equal ports merged, header names in lower case, the guard of upgrades away. */
  static NetworkPolicy normal(NetworkPolicy policy) {
    return policy.toBuilder()
        .clearIngressPerPortPolicies()
        .addAllIngressPerPortPolicies(ports(policy.getIngressPerPortPoliciesList()))
        .clearEgressPerPortPolicies()
        .addAllEgressPerPortPolicies(ports(policy.getEgressPerPortPoliciesList()))
        .build();
  }

  private static List<PortNetworkPolicy> ports(List<PortNetworkPolicy> ports) {
    Map<Ports, Set<PortNetworkPolicyRule>> merged = new TreeMap<>();
    for (PortNetworkPolicy port : ports) {
      Set<PortNetworkPolicyRule> rules =
          merged.computeIfAbsent(
              new Ports(port.getPort(), port.getEndPort()), p -> new HashSet<>());
      port.getRulesList().forEach(r -> rules.add(rule(r)));
      if (port.getRulesCount() == 0) {
        rules.add(PortNetworkPolicyRule.getDefaultInstance());
      }
    }
    Set<PortNetworkPolicyRule> everyPort = merged.getOrDefault(Ports.ALL, Set.of());
    boolean open = PortRules.allowEverything(List.copyOf(everyPort));
    List<PortNetworkPolicy> all = new ArrayList<>();
    merged.forEach(
        (p, rules) -> {
          PortNetworkPolicy.Builder port =
              PortNetworkPolicy.newBuilder().setPort(p.first()).setEndPort(p.end());
          if (!PortRules.allowEverything(List.copyOf(rules))) {
            port.addAllRules(sorted(withoutPointless(p, rules, open && !p.equals(Ports.ALL))));
          }
          all.add(port.build());
        });
    return all;
  }

  /**
   * Rules of equal ports that the reference has by themselves, brought together.
   *
   * @param open whether everyone may do everything on every port
   */
  private static Set<PortNetworkPolicyRule> withoutPointless(
      Ports ports, Set<PortNetworkPolicyRule> rules, boolean open) {
    if (rules.contains(PortRules.DENY)) {
      return Set.of(PortRules.DENY);
    }
    Set<PortNetworkPolicyRule> kept =
        new HashSet<>(
            ports.equals(Ports.ALL) ? PlainRules.united(List.copyOf(rules)) : List.copyOf(rules));
    if (open) {
      kept.removeIf(r -> PortRules.endAtFirstAllow(List.of(r)));
    } else if (rules.contains(PortRules.ALLOW)) {
      kept.removeIf(
          r ->
              r.getRemotePoliciesCount() > 0
                  && r.toBuilder().clearRemotePolicies().build().equals(PortRules.ALLOW));
    }
    return kept;
  }

  private static PortNetworkPolicyRule rule(PortNetworkPolicyRule written) {
    PortNetworkPolicyRule rule =
        written.toBuilder()
            .clearRemotePolicies()
            .addAllRemotePolicies(new TreeSet<>(written.getRemotePoliciesList()))
            .build();
    if (!rule.hasHttpRules()) {
      return rule;
    }
    Set<HttpNetworkPolicyRule> http = new HashSet<>();
    rule.getHttpRules().getHttpRulesList().forEach(r -> http.add(http(r)));
    PortNetworkPolicyRule.Builder normal = rule.toBuilder();
    normal.getHttpRulesBuilder().clearHttpRules().addAllHttpRules(sorted(http));
    return normal.build();
  }

  private static HttpNetworkPolicyRule http(HttpNetworkPolicyRule rule) {
    HttpNetworkPolicyRule.Builder normal = rule.toBuilder().clearHeaders().clearHeaderMatches();
    rule.getHeadersList().stream()
        .filter(h -> !h.equals(HttpRules.NO_UPGRADE))
        .map(h -> h.toBuilder().setName(h.getName().toLowerCase(Locale.ROOT)).build())
        .distinct()
        .sorted(Comparator.comparing(Object::toString))
        .forEach(normal::addHeaders);
    rule.getHeaderMatchesList()
        .forEach(
            m ->
                normal.addHeaderMatches(
                    m.toBuilder().setName(m.getName().toLowerCase(Locale.ROOT))));
    return normal.build();
  }

  private static <M extends Message> List<M> sorted(Set<M> messages) {
    return messages.stream().sorted(Comparator.comparing(Object::toString)).toList();
  }

  /** On one line. */
  static String text(List<PortNetworkPolicy> ports) {
    return ports.size() + ": " + ports.toString().replaceAll("\\s+", " ");
  }
}
