package dev.chancery.policy.resolve;

import static dev.chancery.policy.resolve.Cluster.D;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.policy.Direction;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.model.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The checker finds what it is there to find. */
class InvariantsTest {
  private final Cluster cluster =
      Cluster.starWars()
          .policy(
              """
              apiVersion: cilium.io/v2
              kind: CiliumNetworkPolicy
              metadata: {name: p, namespace: default}
              spec:
                endpointSelector: {matchLabels: {class: deathstar}}
                egress: [{toEndpoints: [{matchLabels: {org: empire}}]}]
                egressDeny: [{toEndpoints: [{matchLabels: {class: tiefighter}}]}]
              """);

  private void breaksWith(UnaryOperator<List<PolicyEntry>> edit) {
    Resolution good = cluster.resolve();
    EndpointPolicy policy = requireNonNull(good.policies().get(D));
    var egress =
        new DirectionPolicy(
            Direction.EGRESS, true, edit.apply(new ArrayList<>(policy.egress().entries())));
    Map<String, EndpointPolicy> policies = new HashMap<>(good.policies());
    policies.put(D, new EndpointPolicy(policy.endpoint(), policy.ingress(), egress));

    assertThatThrownBy(
            () -> Invariants.check(cluster.world(), policies, Map.of(), good.identities().values()))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void findsADenyThatWasLost() {
    breaksWith(
        entries -> {
          entries.removeIf(e -> e.action() == Action.DENY);
          return entries;
        });
  }

  @Test
  void findsAnAllowThatNoRuleSpellsOut() {
    breaksWith(
        entries -> {
          entries.add(
              new PolicyEntry(
                  PortRange.EVERYTHING,
                  new Peers.Any(),
                  Action.ALLOW,
                  new L7Rules.None(),
                  entries.get(0).origin()));
          return entries;
        });
  }

  @Test
  void findsAnAllowThatWasLost() {
    breaksWith(
        entries -> {
          entries.removeIf(e -> e.action() == Action.ALLOW);
          return entries;
        });
  }
}
