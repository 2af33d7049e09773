package dev.chancery.policy.resolve;

import static dev.chancery.policy.resolve.Cluster.D;
import static dev.chancery.policy.resolve.Cluster.T;
import static dev.chancery.policy.resolve.Cluster.X;
import static dev.chancery.policy.resolve.Cluster.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.world.Options;
import dev.chancery.policy.world.Options.Enforcement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** spec/policy.md §4.1: when a direction is enforced, and the local host. */
class EnforcementTableTest {
  private static final String HOST = "127.0.0.1";
  private static final String NONE = "";
  private static final String FROM_T =
      "ingress: [{fromEndpoints: [{matchLabels: {class: tiefighter}}]}]";
  private static final String DENY_T =
      "ingressDeny: [{fromEndpoints: [{matchLabels: {class: tiefighter}}]}]";
  private static final String LIST =
      "ingress: [{toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{path: /}]}}]}]";
  private static final String OFF = "enableDefaultDeny: {ingress: false}, ";

  private static String policy(String name, String spec) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: %s, namespace: default}
        spec: {endpointSelector: {matchLabels: {class: deathstar}}, %s}
        """
        .formatted(name, spec);
  }

  private static Arguments row(
      String name,
      Enforcement mode,
      String spec,
      boolean enforced,
      boolean tiefighter,
      boolean xwing) {
    return Arguments.of(name, mode, spec, enforced, tiefighter, xwing);
  }

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> ROWS =
      List.of(
          row("never", Enforcement.NEVER, FROM_T, false, true, true),
          row("always, no rule", Enforcement.ALWAYS, NONE, true, false, false),
          row("always, a rule", Enforcement.ALWAYS, FROM_T, true, true, false),
          row("always, default deny off", Enforcement.ALWAYS, OFF + FROM_T, true, true, false),
          row("default, no rule", Enforcement.DEFAULT, NONE, false, true, true),
          row(
              "default, a rule of the other direction",
              Enforcement.DEFAULT,
              "egress: [{}]",
              false,
              true,
              true),
          row("default, an allow", Enforcement.DEFAULT, FROM_T, true, true, false),
          row(
              "default, an empty element",
              Enforcement.DEFAULT,
              "ingress: [{}]",
              true,
              false,
              false),
          row(
              "default, an empty deny",
              Enforcement.DEFAULT,
              "ingressDeny: [{}]",
              true,
              false,
              false),
          row("default, a deny", Enforcement.DEFAULT, DENY_T, true, false, false),
          row("default deny off, an allow", Enforcement.DEFAULT, OFF + FROM_T, true, true, true),
          row("default deny off, a deny", Enforcement.DEFAULT, OFF + DENY_T, true, false, true),
          row("default deny off, a list", Enforcement.DEFAULT, OFF + LIST, true, true, true));

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void isEnforced(
      String name,
      Enforcement mode,
      String spec,
      boolean enforced,
      boolean tiefighter,
      boolean xwing) {
    Cluster cluster = Cluster.starWars().options(new Options(mode, true));
    if (!spec.isEmpty()) {
      cluster.policy(policy("p", spec));
    }

    assertThat(cluster.direction(Direction.INGRESS, D).enforced()).isEqualTo(enforced);
    assertThat(cluster.ingress(T, D, 80, http("GET", "/x")).allowed()).isEqualTo(tiefighter);
    assertThat(cluster.ingress(X, D, 80, http("GET", "/x")).allowed()).isEqualTo(xwing);
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("HOST_ROWS")
  void localHostPasses(String name, boolean always, String spec, boolean root, boolean other) {
    Cluster cluster =
        Cluster.starWars()
            .options(new Options(Enforcement.DEFAULT, always))
            .policy(policy("p", spec));

    assertThat(cluster.ingress(HOST, D, 80, http("GET", "/")).allowed()).isEqualTo(root);
    assertThat(cluster.ingress(HOST, D, 80, http("GET", "/x")).allowed()).isEqualTo(other);
  }

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> HOST_ROWS =
      List.of(
          Arguments.of("a closed endpoint", true, "ingress: [{}]", true, true),
          Arguments.of("a list for everyone", true, LIST, true, true),
          Arguments.of(
              "a list for the host",
              true,
              LIST.replace("[{toPorts", "[{fromEntities: [host], toPorts"),
              true,
              false),
          Arguments.of(
              "a list for the cluster",
              true,
              LIST.replace("[{toPorts", "[{fromEntities: [cluster], toPorts"),
              true,
              false),
          Arguments.of(
              "a deny of the host", true, "ingressDeny: [{fromEntities: [host]}]", false, false),
          Arguments.of(
              "a deny of everyone", true, "ingressDeny: [{fromEntities: [all]}]", false, false),
          Arguments.of("policy, a closed endpoint", false, "ingress: [{}]", false, false),
          Arguments.of("policy, a list for everyone", false, LIST, true, false));

  @Test
  void identityWithoutLabelsYetIsAlwaysEnforced() {
    Cluster cluster = Cluster.starWars().init("default/young", "127.20.0.30");

    assertThat(cluster.ingress(X, "default/young", 80).allowed()).isFalse();
    assertThat(cluster.egress("default/young", X, 80).allowed()).isFalse();
    cluster.options(new Options(Enforcement.NEVER, true));
    assertThat(cluster.ingress(X, "default/young", 80).allowed()).isTrue();
  }

  @Test
  void ruleForNodesNeverBindsAWorkload() {
    Cluster cluster =
        Cluster.starWars()
            .policy(
                """
                apiVersion: cilium.io/v2
                kind: CiliumClusterwideNetworkPolicy
                metadata: {name: nodes}
                spec: {nodeSelector: {}, ingress: [{}]}
                """);

    assertThat(cluster.direction(Direction.INGRESS, D).enforced()).isFalse();
  }

  @Test
  void clusterwideRuleCannotNameAListenerOfNoNamespace() {
    Cluster cluster = Cluster.starWars().init("/bare", "127.20.0.31");
    cluster.policy(
        """
        apiVersion: cilium.io/v2
        kind: CiliumClusterwideNetworkPolicy
        metadata: {name: all}
        spec:
          endpointSelector: {}
          egress:
          - toPorts:
            - ports: [{port: '80', protocol: TCP}]
              listener: {envoyConfig: {kind: CiliumEnvoyConfig, name: c}, name: l}
        """);

    assertThat(cluster.listeners(Map.of()).resolve().conflicts())
        .containsOnlyKeys("/bare")
        .extractingByKey("/bare")
        .extracting(Conflict::message)
        .isEqualTo("Listener \"l\" in CCNP can not use Kind CiliumEnvoyConfig");
  }
}
