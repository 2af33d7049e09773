package dev.chancery.testproxy;

import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.api.cilium.HttpNetworkPolicyRules;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.NetworkPolicyHosts;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/** Policies in few words. */
public final class Policies {
  private Policies() {}

  public static NetworkPolicy ingress(long id, String address, PortNetworkPolicy... ports) {
    return NetworkPolicy.newBuilder()
        .setEndpointId(id)
        .addEndpointIps(address)
        .addAllIngressPerPortPolicies(List.of(ports))
        .build();
  }

  public static PortNetworkPolicy port(int port, PortNetworkPolicyRule... rules) {
    return PortNetworkPolicy.newBuilder().setPort(port).addAllRules(List.of(rules)).build();
  }

  public static PortNetworkPolicy range(int first, int last, PortNetworkPolicyRule... rules) {
    return port(first, rules).toBuilder().setEndPort(last).build();
  }

  public static PortNetworkPolicyRule.Builder peers(int... remotes) {
    PortNetworkPolicyRule.Builder rule = PortNetworkPolicyRule.newBuilder();
    for (int remote : remotes) {
      rule.addRemotePolicies(remote);
    }
    return rule;
  }

  public static PortNetworkPolicyRule allow(int... remotes) {
    return peers(remotes).build();
  }

  public static PortNetworkPolicyRule deny(int... remotes) {
    return peers(remotes).setDeny(true).build();
  }

  public static HttpNetworkPolicyRules http(HttpNetworkPolicyRule... rules) {
    return HttpNetworkPolicyRules.newBuilder().addAllHttpRules(List.of(rules)).build();
  }

  public static HttpNetworkPolicyRule request(String method, String path) {
    return HttpNetworkPolicyRule.newBuilder()
        .addHeaders(regex(":method", method))
        .addHeaders(regex(":path", path))
        .build();
  }

  public static HeaderMatcher regex(String name, String regex) {
    return HeaderMatcher.newBuilder()
        .setName(name)
        .setStringMatch(
            StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder().setRegex(regex)))
        .build();
  }

  public static NetworkPolicyHosts hosts(long identity, String... addresses) {
    return NetworkPolicyHosts.newBuilder()
        .setPolicy(identity)
        .addAllHostAddresses(List.of(addresses))
        .build();
  }
}
