package dev.chancery.agent.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.policy.Problem;
import dev.chancery.xds.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CiliumProblemsTest {
  private static final String MANIFESTS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      status: {podIP: 10.0.0.1}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: web}
      spec:
        endpointSelector: {}
        ingress: [{toPorts: [{ports: [{port: "80", protocol: TCP}], rules: {http: [{path: /}]}}]}]
      """;

  private final NodeView view =
      NodeState.empty(Settings.DEFAULTS.with(DataPlane.CILIUM_ENVOY))
          .next(
              new Manifests(
                  List.of(new ManifestFile("m.yaml", MANIFESTS, Optional.empty())),
                  Optional.empty()))
          .view();
  private final String name = Integer.toString(view.world().endpoints().get(0).id());
  private final Map<ResourceKey, String> refused =
      Map.of(new ResourceKey(CiliumTypes.POLICY, name), "bad regex");

  @Test
  void refusedPolicyIsSaidToLeaveTheOneBefore() {
    assertThat(problems(Map.of()))
        .singleElement()
        .asString()
        .contains("policy of default/web", "goes on with what it had", "bad regex");
  }

  @Test
  void policyThatWasWithdrawnIsNotSaidToBeInForce() {
    assertThat(problems(Map.of(name, "everything is denied")))
        .singleElement()
        .asString()
        .contains("is not sent to cilium-envoy: everything is denied");
  }

  private List<Problem> problems(Map<String, String> unsent) {
    return CiliumProblems.on(view, refused, unsent, Map.of()).statuses().stream()
        .filter(status -> status.key().kind().equals("CiliumNetworkPolicy"))
        .flatMap(status -> status.problems().stream())
        .filter(Problem::isError)
        .toList();
  }
}
