package dev.chancery.policy.parse;

import static dev.chancery.policy.parse.Row.clusterwide;
import static dev.chancery.policy.parse.Row.element;
import static dev.chancery.policy.parse.Row.refuses;
import static dev.chancery.policy.parse.Row.rule;
import static dev.chancery.policy.parse.Row.takes;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The object around the rules, and the fields of a rule. */
class RuleTableTest {
  private static final String HEAD =
      "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p, namespace: shop}\n";
  private static final String RULE = "{endpointSelector: {}, ingress: [{}]}";
  private static final String NO_LISTS =
      "rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny";

  static final List<Row> ROWS =
      List.of(
          takes("spec", HEAD + "spec: " + RULE),
          takes("specs", HEAD + "specs: [" + RULE + "]"),
          takes("both", HEAD + "spec: " + RULE + "\nspecs: [" + RULE + "]"),
          takes("specs: [] has no rules", HEAD + "specs: []"),
          refuses("neither", HEAD, "empty policy"),
          refuses("null is neither", HEAD + "spec: null\nspecs: ~", "empty policy"),
          refuses(
              "no name",
              HEAD.replace("name: p, ", "") + "spec: " + RULE,
              "CiliumNetworkPolicy must have name"),
          takes("no namespace", HEAD.replace(", namespace: shop", "") + "spec: " + RULE),
          takes(
              "a namespace of a cluster-wide policy is ignored",
              clusterwide("endpointSelector: {}, ingress: [{}]")
                  .replace("{name: p}", "{name: p, namespace: 'Not A Name'}")),
          takes("nodeSelector", clusterwide("nodeSelector: {}, ingress: [{}]")),
          refuses(
              "nodeSelector in a namespace",
              rule("nodeSelector: {}, ingress: [{}]"),
              "rule cannot have NodeSelector"),
          refuses(
              "both selectors",
              clusterwide("endpointSelector: {}, nodeSelector: {}, ingress: [{}]"),
              "rule cannot have both EndpointSelector and NodeSelector"),
          refuses(
              "no selector",
              rule("ingress: [{}]"),
              "rule must have one of EndpointSelector or NodeSelector"),
          takes("ingress", element("ingress", "")),
          takes("ingressDeny", element("ingressDeny", "")),
          takes("egress", element("egress", "")),
          takes("egressDeny", element("egressDeny", "")),
          refuses("no list", rule("endpointSelector: {}"), NO_LISTS),
          refuses("empty lists", rule("endpointSelector: {}, ingress: [], egress: []"), NO_LISTS),
          refuses(
              "rules in deny",
              element("egressDeny", "toPorts: [{ports: [{port: '80'}], rules: {http: [{}]}}]"),
              "unknown field \"rules\""),
          refuses(
              "toFQDNs in deny",
              element("egressDeny", "toFQDNs: [{matchName: a.b}]"),
              "unknown field \"toFQDNs\""),
          refuses(
              "authentication in deny",
              element("ingressDeny", "authentication: {mode: required}"),
              "unknown field \"authentication\""),
          takes(
              "enableDefaultDeny",
              rule("endpointSelector: {}, ingress: [{}], enableDefaultDeny: {ingress: false}")),
          refuses(
              "enableDefaultDeny of another type",
              rule("endpointSelector: {}, ingress: [{}], enableDefaultDeny: {ingress: 'no'}"),
              "true or false"),
          takes(
              "labels",
              rule("endpointSelector: {}, ingress: [{}], labels: [{key: a}, {key: b, source: c}]")),
          refuses(
              "a label without key",
              rule("endpointSelector: {}, ingress: [{}], labels: [{value: a}]"),
              "schema-required"),
          takes("description", rule("endpointSelector: {}, ingress: [{}], description: any")),
          takes("log", rule("endpointSelector: {}, ingress: [{}], log: {value: of 32}")),
          takes("log without a value", rule("endpointSelector: {}, ingress: [{}], log: {}")),
          refuses(
              "log of more than 32 characters",
              rule("endpointSelector: {}, ingress: [{}], log: {value: " + "x".repeat(33) + "}"),
              "schema-pattern"),
          refuses(
              "log that cannot be printed",
              rule("endpointSelector: {}, ingress: [{}], log: {value: \"a\\tb\"}"),
              "schema-pattern"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void row(Row row) {
    row.check();
  }
}
