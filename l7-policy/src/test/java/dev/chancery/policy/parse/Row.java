package dev.chancery.policy.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Problem;
import dev.chancery.policy.parse.language.Compat;
import dev.chancery.policy.parse.language.Language;

/**
 * One row of a table of the language.
 *
 * @param says what the row is about
 * @param error the text of an error, or the code of one that only the schema knows; empty where the
 *     policy is valid
 */
record Row(String says, String policy, String error) {
  private static final String HEAD = "apiVersion: cilium.io/v2\nkind: %s\nmetadata: {name: p%s}\n";
  private static final String NAMESPACED =
      HEAD.formatted("CiliumNetworkPolicy", ", namespace: shop");
  private static final String CLUSTERWIDE = HEAD.formatted("CiliumClusterwideNetworkPolicy", "");

  static Row takes(String says, String policy) {
    return new Row(says, policy, "");
  }

  static Row refuses(String says, String policy, String error) {
    return new Row(says, policy, error);
  }

  /** A policy of one rule. */
  static String rule(String fields) {
    return NAMESPACED + "spec: {" + fields + "}\n";
  }

  /** A policy for all endpoints with one list of one element. */
  static String element(String list, String fields) {
    return rule("endpointSelector: {}, " + list + ": [{" + fields + "}]");
  }

  static String ingress(String fields) {
    return element("ingress", fields);
  }

  static String egress(String fields) {
    return element("egress", fields);
  }

  /** A policy whose egress has this element of {@code toPorts}. */
  static String toPorts(String fields) {
    return egress("toPorts: [{" + fields + "}]");
  }

  /** A policy with one port. */
  static String port(String fields) {
    return toPorts("ports: [{" + fields + "}]");
  }

  /** A policy with one HTTP rule. */
  static String http(String fields) {
    return toPorts("ports: [{port: '80', protocol: TCP}], rules: {http: [{" + fields + "}]}");
  }

  /** A cluster-wide policy of one rule. */
  static String clusterwide(String fields) {
    return CLUSTERWIDE + "spec: {" + fields + "}\n";
  }

  void check() {
    check(Language.DEFAULT);
  }

  void check(Compat compat) {
    check(Language.of(compat));
  }

  void check(Language language) {
    ParsedPolicy parsed = new PolicyParser("default", language).parse("policy.yaml", policy).get(0);
    if (error.isEmpty()) {
      assertThat(parsed.errors()).isEmpty();
    } else {
      assertThat(parsed.policy()).isEmpty();
      assertThat(parsed.errors())
          .anySatisfy(p -> assertThat(text(p)).contains(error))
          .allSatisfy(p -> assertThat(p.location().line()).isPositive());
    }
  }

  private static String text(Problem problem) {
    return problem.code().startsWith("schema-")
        ? problem.code() + " " + problem.message()
        : problem.message();
  }

  @Override
  public String toString() {
    return says;
  }
}
