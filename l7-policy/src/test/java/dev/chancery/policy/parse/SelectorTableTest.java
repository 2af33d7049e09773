package dev.chancery.policy.parse;

import static dev.chancery.policy.parse.Row.clusterwide;
import static dev.chancery.policy.parse.Row.ingress;
import static dev.chancery.policy.parse.Row.refuses;
import static dev.chancery.policy.parse.Row.takes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.parse.language.Compat;
import dev.chancery.policy.parse.language.Language;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Selectors, and what is added to those of peers. */
class SelectorTableTest {
  private static final String CLUSTER = "k8s:io.cilium.k8s.policy.cluster";
  private static final String INVALID = "invalid label selector: ";

  static final List<Row> ROWS =
      List.of(
          takes("sources", labels("'k8s:a': b, 'any:c': d, 'reserved:host': '', 'foo:x': y")),
          takes("a key of 59 characters", labels("k".repeat(59) + ": a")),
          refuses("a key of 60 characters", labels("k".repeat(60) + ": a"), INVALID),
          takes("a key with a dash in front", labels("'-a': b")),
          refuses("a key with two slashes", labels("a/b/c: d"), INVALID),
          refuses("an empty key", labels("'': d"), INVALID),
          takes("an empty value", labels("a: ''")),
          takes("a value of 63 characters", labels("a: " + "v".repeat(63))),
          refuses("a value of 64 characters", labels("a: " + "v".repeat(64)), INVALID),
          refuses("a value with a space", labels("a: 'b c'"), INVALID),
          takes("In", expression("key: a, operator: In, values: [b, c]")),
          takes("NotIn", expression("key: a, operator: NotIn, values: [b]")),
          takes("Exists", expression("key: a, operator: Exists")),
          takes("DoesNotExist", expression("key: a, operator: DoesNotExist, values: []")),
          refuses("In without values", expression("key: a, operator: In"), INVALID),
          refuses(
              "Exists with values", expression("key: a, operator: Exists, values: [b]"), INVALID),
          refuses("another operator", expression("key: a, operator: Gt, values: ['1']"), INVALID),
          takes(
              "a contradiction",
              ingress(
                  "fromEndpoints: [{matchLabels: {a: b}, matchExpressions: [{key: a, operator:"
                      + " DoesNotExist}]}]")));

  private static String labels(String labels) {
    return ingress("fromEndpoints: [{matchLabels: {" + labels + "}}]");
  }

  private static String expression(String expression) {
    return ingress("fromEndpoints: [{matchExpressions: [{" + expression + "}]}]");
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void row(Row row) {
    row.check();
  }

  /** What is written for a peer, and what it means in a namespace and for the cluster. */
  static final List<List<String>> SCOPED =
      List.of(
          List.of(
              "{}",
              "{k8s:io.kubernetes.pod.namespace=shop, " + CLUSTER + "=default}",
              "{k8s:io.kubernetes.pod.namespace Exists, " + CLUSTER + "=default}"),
          List.of("{matchLabels: {'reserved:host': ''}}", "{reserved:host=}", "{reserved:host=}"),
          List.of(
              "{matchExpressions: [{key: 'reserved:host', operator: DoesNotExist}]}",
              "{reserved:host DoesNotExist}",
              "{reserved:host DoesNotExist}"),
          List.of(
              "{matchLabels: {io.kubernetes.pod.namespace: web}}",
              "{io.kubernetes.pod.namespace=web, " + CLUSTER + "=default}",
              "{io.kubernetes.pod.namespace=web, " + CLUSTER + "=default}"),
          List.of(
              "{matchLabels: {io.cilium.k8s.namespace.labels.team: a}}",
              "{io.cilium.k8s.namespace.labels.team=a, " + CLUSTER + "=default}",
              "{io.cilium.k8s.namespace.labels.team=a, k8s:io.kubernetes.pod.namespace Exists, "
                  + CLUSTER
                  + "=default}"),
          List.of(
              "{matchLabels: {io.cilium.k8s.policy.cluster: far}}",
              "{io.cilium.k8s.policy.cluster=far, k8s:io.kubernetes.pod.namespace=shop}",
              "{io.cilium.k8s.policy.cluster=far, k8s:io.kubernetes.pod.namespace Exists}"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("SCOPED")
  void peersAreNarrowed(List<String> row) {
    String written = "endpointSelector: {}, ingress: [{fromEndpoints: [" + row.get(0) + "]}]";

    assertThat(peer(Row.rule(written), Language.DEFAULT)).hasToString(row.get(1));
    assertThat(peer(clusterwide(written), Language.DEFAULT)).hasToString(row.get(2));
  }

  @Test
  void peersOfPodsThatHaveNoNamespaceYetAreNotNarrowedToOne() {
    String written =
        "endpointSelector: {matchLabels: {'reserved:init': ''}}, ingress: [{fromEndpoints: [{}]}]";

    assertThat(peer(clusterwide(written), Language.DEFAULT))
        .hasToString("{" + CLUSTER + "=default}");
  }

  @Test
  void nodesAreThoseOfTheCluster() {
    String written =
        "endpointSelector: {}, ingress: [{fromNodes: [{matchLabels: {'node:zone': a}}]}]";

    assertThat(peer(Row.rule(written), new Language(Compat.V1_19, true, false)))
        .hasToString("{node:zone=a, reserved:remote-node Exists, " + CLUSTER + "=default}");
  }

  private static Object peer(String policy, Language language) {
    RuleElement element =
        new PolicyParser("default", language)
            .parse("p.yaml", policy)
            .get(0)
            .policy()
            .orElseThrow()
            .rules()
            .get(0)
            .elements()
            .get(0);
    PeerSelector peer = ((PeerRule.AnyOf) element.peers()).selectors().get(0);
    return ((PeerSelector.Endpoints) peer).selector();
  }
}
