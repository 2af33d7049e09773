package dev.chancery.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.offline.Validation;
import dev.chancery.agent.secret.MountedSecrets;
import dev.chancery.agent.secret.PlantedSecret;
import dev.chancery.agent.secret.SecretData;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.SecretRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SecretsTest {
  private static final SecretRef REF = new SecretRef("shop", "s");
  private static final String POLICY =
      """
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: p, namespace: shop}
      spec:
        endpointSelector: {}
        egress:
        - toPorts:
          - ports: [{port: '443', protocol: TCP}]
            terminatingTLS: {secret: {namespace: shop, name: s}}
            originatingTLS: {secret: {name: s}}
            rules:
              http:
              - headerMatches:
                - {name: a, secret: {namespace: shop, name: t}}
      """;

  private final NodeState empty = NodeState.empty(Settings.DEFAULTS.with(DataPlane.NONE));

  @Test
  void secretOfAManifestIsKnown() {
    assertThat(value(empty.next(files(PlantedSecret.good())))).isEqualTo(PlantedSecret.VALUE);
  }

  @Test
  void plainTextIsTakenBeforeEncodedText() {
    String both = PlantedSecret.good() + "stringData: {value: plain}\n";

    assertThat(value(empty.next(files(both)))).isEqualTo("plain");
  }

  @Test
  void encodedTextMayBeFolded() {
    String folded =
        PlantedSecret.good()
            .replace("data: {value: ", "data:\n  value: |\n    ")
            .replace("}\n", "\n")
            .replace("{name: s, namespace: shop\n", "{name: s, namespace: shop}\n");

    assertThat(value(empty.next(files(folded)))).isEqualTo(PlantedSecret.VALUE);
  }

  @Test
  void secretOfAnotherTypeIsNotHeld() {
    NodeState state =
        empty.next(files(PlantedSecret.good() + "type: kubernetes.io/service-account-token\n"));

    assertThat(state.view().secrets().byRef()).isEmpty();
    assertThat(state.view().problems())
        .extracting(Problem::path, Problem::isError)
        .containsExactly(tuple("type", false));
  }

  @Test
  void tlsSecretNeedsBothItsKeys() {
    String tls =
        PlantedSecret.good()
            .replace("\ndata:", "\ntype: kubernetes.io/tls\ndata:")
            .replace("value:", "tls.crt:");

    ObjectStatus status = empty.next(files(tls)).view().statuses().get(0);
    assertThat(status.state()).isEqualTo(ObjectStatus.State.REFUSED);
    assertThat(status.problems()).extracting(Problem::path).containsExactly("data.tls.key");
    assertThat(
            empty
                .next(files(tls.replace("tls.crt: ", "tls.key: '', tls.crt: ")))
                .view()
                .secrets()
                .byRef())
        .containsKey(REF);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenSecretLeavesTheOneBeforeAndShowsNoValue(String broken) throws Exception {
    NodeState good = empty.next(files(PlantedSecret.good()));
    NodeState next = good.next(files(broken));

    if (!broken.contains("type: " + PlantedSecret.VALUE)) {
      assertThat(value(next)).isEqualTo(PlantedSecret.VALUE);
    }
    assertThat(told(next)).doesNotMatch(PlantedSecret::isIn);
    assertThat(told(empty.next(files(broken)))).doesNotMatch(PlantedSecret::isIn);
    assertThat(
            empty.next(files(broken)).view().problems().size()
                + empty.next(files(broken)).view().statuses().size())
        .isPositive();
  }

  static List<String> broken() {
    return PlantedSecret.broken();
  }

  @Test
  void goodSecretIsNeitherShownNorSaved() throws Exception {
    NodeState state = empty.next(files(PlantedSecret.good(), POLICY));

    assertThat(told(state)).doesNotMatch(PlantedSecret::isIn);
    assertThat(state.saved().documents()).hasSize(1);
    NodeState restored = NodeState.restored(state.saved(), Settings.DEFAULTS.with(DataPlane.NONE));
    assertThat(restored.view().secrets().byRef()).isEmpty();
    assertThat(restored.view().world().policies()).hasSize(1);
  }

  @Test
  void deletedSecretIsGone() {
    NodeState state = empty.next(files(PlantedSecret.good())).next(files(POLICY));

    assertThat(state.view().secrets().byRef()).isEmpty();
  }

  @Test
  void policyStaysInForceAndIsToldWhichSecretsAreMissing() {
    NodeView view = MissingSecrets.on(empty.next(files(PlantedSecret.good(), POLICY)).view());

    assertThat(view.world().policies()).hasSize(1);
    ObjectStatus policy =
        view.statuses().stream().filter(s -> s.key().name().equals("p")).findFirst().orElseThrow();
    assertThat(policy.state()).isEqualTo(ObjectStatus.State.ACCEPTED);
    assertThat(policy.problems())
        .filteredOn(p -> p.code().equals(MissingSecrets.CODE))
        .extracting(Problem::path, Problem::isError, Problem::message)
        .containsExactly(
            tuple(
                "spec.egress[0].toPorts[0].originatingTLS.secret",
                false,
                "secret s: not there; until it is, the proxy lets nothing pass by this rule"
                    + " (expected: its namespace too)"),
            tuple(
                "spec.egress[0].toPorts[0].rules.http[0].headerMatches",
                false,
                "secret shop/t: not there; until it is, the proxy lets nothing pass by this rule"
                    + " (expected: a Secret of this name)"));
  }

  @Test
  void mountedSecretIsKnownAndStaysWhileItCannotBeRead() {
    var good =
        new MountedSecrets.Mounted.Good(
            "shop",
            "s",
            new SecretData(Map.of("value", PlantedSecret.VALUE.getBytes(StandardCharsets.UTF_8))));
    NodeState known = empty.next(mounted(List.of(good), Optional.empty()));
    assertThat(value(known)).isEqualTo(PlantedSecret.VALUE);

    var broken = new MountedSecrets.Mounted.Broken("shop", "s", "value: cannot be read: gone");
    NodeState stale = known.next(mounted(List.of(broken), Optional.empty()));
    assertThat(value(stale)).isEqualTo(PlantedSecret.VALUE);
    assertThat(stale.view().statuses())
        .extracting(ObjectStatus::state)
        .containsExactly(ObjectStatus.State.LAST_GOOD);

    NodeState away = known.next(mounted(List.of(), Optional.of("cannot be read: gone")));
    assertThat(value(away)).isEqualTo(PlantedSecret.VALUE);
    assertThat(away.view().problems())
        .extracting(Problem::message)
        .containsExactly("secrets folder: cannot be read: gone");

    NodeState deleted = known.next(mounted(List.of(), Optional.empty()));
    assertThat(deleted.view().secrets().byRef()).isEmpty();
  }

  /** All that is told of a state: to people, to logs that print it, and to the disk. */
  private static String told(NodeState state) throws JsonProcessingException {
    NodeView view = MissingSecrets.on(LintedObjects.on(state.view()));
    List<String> told = new ArrayList<>();
    told.add(view.toString());
    told.add(new Validation(view, Set.of()).json().toString());
    told.add(new JsonMapper().writeValueAsString(state.saved()));
    told.add(state.saved().toString());
    return String.join("\n", told);
  }

  private static String value(NodeState state) {
    var values = java.util.Objects.requireNonNull(state.view().secrets().values().get(REF));
    return new String(
        java.util.Objects.requireNonNull(values.get("value")), StandardCharsets.UTF_8);
  }

  private static Manifests mounted(List<MountedSecrets.Mounted> secrets, Optional<String> error) {
    return new Manifests(
        List.of(), Optional.empty(), new MountedSecrets("/secrets", secrets, error));
  }

  private static Manifests files(String... texts) {
    List<ManifestFile> files = new ArrayList<>();
    for (String text : texts) {
      files.add(new ManifestFile(files.size() + ".yaml", text, Optional.empty()));
    }
    var manifests = new Manifests(files, Optional.empty());
    assertThat(manifests.toString()).doesNotMatch(PlantedSecret::isIn);
    return manifests;
  }
}
