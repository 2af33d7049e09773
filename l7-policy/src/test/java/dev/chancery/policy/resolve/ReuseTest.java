package dev.chancery.policy.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is computed again, told by which objects are other ones than before. */
class ReuseTest {
  private static final int PODS = 40;

  private final Cluster cluster = new Cluster();

  private void pods() {
    for (int i = 0; i < PODS; i++) {
      cluster.pod("default/pod-" + i, "10.0.0." + i, Map.of("app", "a" + i));
    }
  }

  private static String policy(int app, int peer, String path) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: p%d, namespace: default}
        spec:
          endpointSelector: {matchLabels: {app: a%d}}
          ingress:
          - fromEndpoints: [{matchLabels: {app: a%d}}]
            toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{path: %s}]}}]
          egress:
          - toEndpoints: [{matchLabels: {app: a%d}}]
        """
        .formatted(app, app, peer, path, peer);
  }

  private Resolution next(Resolution before) {
    return Resolver.next(before, cluster.world(), cluster.numbering());
  }

  @SuppressWarnings("ReferenceEquality") // That is what is tested.
  private static List<String> changed(Resolution before, Resolution after) {
    return after.policies().keySet().stream()
        .filter(k -> before.policies().get(k) != after.policies().get(k))
        .sorted()
        .toList();
  }

  @Test
  void editedPolicyLeavesTheOtherEndpointsAndTheOtherDirectionAsTheyAre() {
    pods();
    for (int i = 0; i < PODS; i++) {
      cluster.policy(policy(i, (i + 1) % PODS, "/"));
    }
    Resolution before = cluster.resolve();
    cluster.without("p7").policy(policy(7, 8, "/other"));
    Resolution after = next(before);

    assertThat(changed(before, after)).containsExactly("default/pod-7");
    EndpointPolicy old = requireNonNull(before.policies().get("default/pod-7"));
    EndpointPolicy now = requireNonNull(after.policies().get("default/pod-7"));
    assertThat(now.ingress()).isNotEqualTo(old.ingress());
    assertThat(now.egress()).isSameAs(old.egress());
    assertThat(after.ipCache()).isSameAs(before.ipCache());
    assertThat(after.memo().selectors().having()).isSameAs(before.memo().selectors().having());
  }

  @Test
  void podThatOneRuleSelectsChangesTheEndpointsOfThatRule() {
    pods();
    for (int i = 0; i < PODS; i++) {
      cluster.policy(policy(i, (i + 1) % PODS, "/"));
    }
    Resolution before = cluster.resolve();
    cluster.pod("default/second", "10.0.1.1", Map.of("app", "a8", "version", "v2"));
    Resolution after = next(before);

    assertThat(changed(before, after)).containsExactly("default/pod-7", "default/second");
    assertThat(after).isEqualTo(Resolver.resolve(cluster.world(), cluster.numbering()));
  }

  @Test
  void podOfAnIdentityThatExistsChangesNobodyElse() {
    pods();
    cluster.policy(policy(0, 1, "/"));
    Resolution before = cluster.resolve();
    cluster.pod("default/second", "10.0.1.1", Map.of("app", "a1"));

    assertThat(changed(before, next(before))).containsExactly("default/second");
  }

  @Test
  void equalWorldGivesTheVerySamePolicies() {
    pods();
    cluster.policy(policy(0, 1, "/"));
    Resolution before = cluster.resolve();
    cluster.without("p0").policy(policy(0, 1, "/"));
    Resolution after = next(before);

    assertThat(after).isEqualTo(before);
    assertThat(after.policies()).isSameAs(before.policies());
  }

  private static final String HTTP = rules("http", "http: [{path: /}]");
  private static final String DNS = rules("dns", "dns: [{matchName: a.b}]");

  private static String rules(String name, String rules) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: %s, namespace: default}
        spec:
          endpointSelector: {matchLabels: {app: a0}}
          egress:
          - toEndpoints: [{matchLabels: {app: a1}}]
            toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {%s}}]
        """
        .formatted(name, rules);
  }

  @Test
  void endpointInConflictKeepsItsLastGoodRulesWithTheIdentitiesOfNow() {
    pods();
    cluster.policy(HTTP);
    Resolution good = cluster.resolve();
    cluster.policy(DNS);
    Resolution inConflict = next(good);

    assertThat(inConflict.conflicts()).containsOnlyKeys("default/pod-0");
    assertThat(requireNonNull(inConflict.conflicts().get("default/pod-0")).message())
        .isEqualTo("cannot merge conflicting L7 parsers (http/dns)");
    assertThat(inConflict.policies()).isEqualTo(good.policies());

    cluster.pod("default/second", "10.0.1.1", Map.of("app", "a1", "version", "v2"));
    Resolution later = next(inConflict);
    int second = cluster.identity("default/second");
    assertThat(later.conflicts()).containsOnlyKeys("default/pod-0");
    assertThat(egress(later).entries()).anyMatch(e -> e.peers().contains(second));

    cluster.without("http");
    Resolution mended = next(later);
    assertThat(mended.conflicts()).isEmpty();
    assertThat(egress(mended)).isNotEqualTo(egress(later));
  }

  @Test
  void endpointThatWasNeverWithoutAConflictDeniesEverything() {
    pods();
    cluster.policy(HTTP).policy(DNS);
    Resolution resolution = Resolver.resolve(cluster.world(), cluster.numbering());

    EndpointPolicy policy = requireNonNull(resolution.policies().get("default/pod-0"));
    for (Direction direction : Direction.values()) {
      assertThat(policy.direction(direction).enforced()).isTrue();
      assertThat(policy.direction(direction).entries()).isEmpty();
    }
  }

  private static DirectionPolicy egress(Resolution resolution) {
    return requireNonNull(resolution.policies().get("default/pod-0")).egress();
  }
}
