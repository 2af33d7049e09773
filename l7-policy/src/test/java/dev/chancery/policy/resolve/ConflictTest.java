package dev.chancery.policy.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A conflict opens nothing that was closed before. */
class ConflictTest {
  private static final String CLASH =
      """
      egress:
      - toCIDR: [10.0.0.0/8]
        toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{}]}}]
      - toCIDR: [10.0.0.0/8]
        toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {dns: [{matchPattern: '*'}]}}]
      """;

  private final Cluster cluster =
      new Cluster()
          .pod("default/a", "10.200.0.1", Map.of("app", "a"))
          .pod("default/b", "10.200.0.2", Map.of("app", "b"))
          .policy(policy("other", "b", "egress:\n- toCIDR: [10.0.0.0/8]\n"));

  @Test
  void denyOfAPrefixThatNoPolicyNamesAnyMoreStays() {
    cluster.policy(
        policy(
            "p",
            "a",
            """
            egress:
            - toCIDR: [10.0.0.0/8]
            egressDeny:
            - toCIDR: [10.0.0.5/32]
            """));
    Resolution good = cluster.resolve();
    cluster.without("p").policy(policy("p", "a", CLASH));
    Resolution inConflict = Resolver.next(good, cluster.world(), cluster.numbering());

    assertThat(inConflict.conflicts()).containsOnlyKeys("default/a");
    assertThat(allows(inConflict, "10.0.0.4")).isTrue();
    assertThat(allows(inConflict, "10.0.0.5")).isFalse();
    assertThat(Resolver.anew(good, cluster.world(), cluster.numbering())).isEqualTo(inConflict);
  }

  @Test
  void exceptionThatNoPolicyNamesAnyMoreStays() {
    cluster.policy(
        policy("p", "a", "egress:\n- toCIDRSet: [{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}]\n"));
    Resolution good = cluster.resolve();
    cluster.without("p").policy(policy("p", "a", CLASH));
    Resolution inConflict = Resolver.next(good, cluster.world(), cluster.numbering());

    assertThat(inConflict.conflicts()).containsOnlyKeys("default/a");
    assertThat(allows(inConflict, "10.2.0.5")).isTrue();
    assertThat(allows(inConflict, "10.1.0.5")).isFalse();

    cluster.without("p");
    Resolution over = Resolver.next(inConflict, cluster.world(), cluster.numbering());
    assertThat(over).isEqualTo(cluster.resolve());
  }

  @Test
  void podOfOtherLabelsUnderTheSameNameDoesNotKeepTheRulesOfTheFormer() {
    cluster.policy(policy("db", "db", CLASH));
    Resolution open = cluster.resolve();
    assertThat(allows(open, "10.0.0.5")).isTrue();

    Cluster later =
        new Cluster()
            .pod("default/b", "10.200.0.2", Map.of("app", "b"))
            .pod("default/a", "10.200.0.9", Map.of("app", "db"))
            .policy(policy("db", "db", CLASH));
    Resolution inConflict = Resolver.next(open, later.world(), later.numbering());

    assertThat(inConflict.conflicts()).containsOnlyKeys("default/a");
    for (Direction direction : Direction.values()) {
      DirectionPolicy closed =
          requireNonNull(inConflict.policies().get("default/a")).direction(direction);
      assertThat(closed.enforced()).isTrue();
      assertThat(closed.entries()).isEmpty();
    }
  }

  private static boolean allows(Resolution resolution, String address) {
    int peer = resolution.ipCache().identity(InetAddresses.forString(address)).number();
    var request = new Request(peer, Protocol.TCP, 443, Optional.empty());
    return Evaluator.decide(
            requireNonNull(resolution.policies().get("default/a")).egress(), request)
        .allowed();
  }

  private static String policy(String name, String app, String body) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: %s, namespace: default}
        spec:
          endpointSelector: {matchLabels: {app: %s}}
        %s
        """
        .formatted(name, app, body.indent(2));
  }
}
