package dev.chancery.benchmarks;

import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.api.cilium.HttpNetworkPolicyRules;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.xds.Resource;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.stream.IntStream;

/**
 * Policies as cilium-envoy gets them: an address, two rules of twelve peers and five method and
 * path patterns each on an ingress port, three plain egress ports.
 */
final class GeneratedNetworkPolicies {
  private GeneratedNetworkPolicies() {}

  /**
   * @param edit what differs from edit to edit: part of one path
   */
  static NetworkPolicy policy(int endpoint, int edit) {
    var ingress = PortNetworkPolicy.newBuilder().setPort(8080);
    for (int rule = 0; rule < 2; rule++) {
      var http = HttpNetworkPolicyRules.newBuilder();
      for (int path = 0; path < 5; path++) {
        String pattern = "/api/v" + (path == 0 ? edit : 1) + "/items-" + path + "/[0-9]+";
        http.addHttpRules(
            HttpNetworkPolicyRule.newBuilder()
                .addHeaders(matcher(":method", path % 2 == 0 ? "GET" : "POST"))
                .addHeaders(matcher(":path", pattern)));
      }
      int base = 20_000 + endpoint * 31 + rule * 13;
      ingress.addRules(
          PortNetworkPolicyRule.newBuilder()
              .addAllRemotePolicies(IntStream.range(base, base + 12).boxed().toList())
              .setHttpRules(http));
    }
    var policy =
        NetworkPolicy.newBuilder()
            .setEndpointId(endpoint)
            .addEndpointIps("10.0." + endpoint / 250 + "." + endpoint % 250)
            .addIngressPerPortPolicies(ingress);
    for (int port : new int[] {53, 443, 5432}) {
      policy.addEgressPerPortPolicies(PortNetworkPolicy.newBuilder().setPort(port));
    }
    return policy.build();
  }

  static Resource resource(int endpoint, int edit) {
    return Resource.of(Integer.toString(endpoint), policy(endpoint, edit));
  }

  private static HeaderMatcher matcher(String name, String pattern) {
    var regex = RegexMatcher.newBuilder().setRegex(pattern);
    return HeaderMatcher.newBuilder()
        .setName(name)
        .setStringMatch(StringMatcher.newBuilder().setSafeRegex(regex))
        .build();
  }
}
