package dev.chancery.policy.parse;

import static dev.chancery.policy.parse.Row.egress;
import static dev.chancery.policy.parse.Row.ingress;
import static dev.chancery.policy.parse.Row.port;
import static dev.chancery.policy.parse.Row.refuses;
import static dev.chancery.policy.parse.Row.rule;
import static dev.chancery.policy.parse.Row.takes;
import static dev.chancery.policy.parse.Row.toPorts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.parse.language.Compat;
import dev.chancery.policy.parse.language.Language;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What releases differ in. */
class ReleaseTableTest {
  private static final String TCP = "ports: [{port: '443', protocol: TCP}], ";

  /** What is read by the releases from one up to another, and refused by the rest. */
  record Differs(String says, Compat first, Compat last, String policy, String error) {
    @Override
    public String toString() {
      return says;
    }
  }

  static final List<Differs> ROWS =
      List.of(
          new Differs(
              "a rule without lists",
              Compat.V1_17,
              Compat.V1_18,
              rule("endpointSelector: {}"),
              "rule must have at least one of"),
          new Differs(
              "toServices with toPorts",
              Compat.V1_19,
              Compat.V1_20,
              egress("toServices: [{}], toPorts: [{ports: [{port: '1'}]}]"),
              "combining ToServices and ToPorts is not supported yet"),
          new Differs(
              "a bare address",
              Compat.V1_17,
              Compat.V1_19,
              ingress("fromCIDR: [10.0.0.1]"),
              "unable to parse CIDR"),
          new Differs(
              "kafka",
              Compat.V1_17,
              Compat.V1_19,
              toPorts(TCP + "rules: {kafka: [{topic: t}]}"),
              "kafka: not part of the language since Cilium 1.20"),
          new Differs(
              "l7proto",
              Compat.V1_17,
              Compat.V1_19,
              toPorts(TCP + "rules: {l7proto: x, l7: [{a: b}]}"),
              "l7proto: not part of the language since Cilium 1.20"),
          new Differs(
              "the entity cluster-mesh",
              Compat.V1_20,
              Compat.V1_20,
              ingress("fromEntities: [cluster-mesh]"),
              "unsupported entity: cluster-mesh"),
          new Differs(
              "GRE",
              Compat.V1_20,
              Compat.V1_20,
              port("port: '0', protocol: GRE"),
              "invalid protocol \"GRE\""),
          new Differs(
              "ESP",
              Compat.V1_20,
              Compat.V1_20,
              port("port: '0', protocol: esp"),
              "invalid protocol \"ESP\""),
          new Differs(
              "a wildcard in front of a server name",
              Compat.V1_19,
              Compat.V1_20,
              toPorts(TCP + "serverNames: ['*.a.example']"),
              "schema-pattern"),
          new Differs(
              "a wildcard within a server name",
              Compat.V1_20,
              Compat.V1_20,
              toPorts(TCP + "serverNames: ['a*.example']"),
              "schema-pattern"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void isReadByTheseReleases(Differs row) {
    for (Compat release : Compat.values()) {
      boolean reads = release.compareTo(row.first()) >= 0 && release.compareTo(row.last()) <= 0;
      Row expected =
          reads ? takes(row.says(), row.policy()) : refuses(row.says(), row.policy(), row.error());
      expected.check(release);
    }
  }

  @Test
  void severalStarsInFrontWereOneUpTo117() {
    assertThat(pattern(Compat.V1_17)).isEqualTo("*.a.example");
    assertThat(pattern(Compat.V1_18)).isEqualTo("**.a.example");
  }

  private static String pattern(Compat release) {
    PeerRule peers =
        new PolicyParser("default", Language.of(release))
            .parse("p.yaml", egress("toFQDNs: [{matchPattern: '**.a.example'}]"))
            .get(0)
            .policy()
            .orElseThrow()
            .rules()
            .get(0)
            .elements()
            .get(0)
            .peers();
    return ((PeerSelector.Name) ((PeerRule.AnyOf) peers).selectors().get(0)).text();
  }

  @Test
  void portMayBeLeftOutWhereTheOperatorAllowsIt() {
    var extended = new Language(Compat.V1_19, false, true);

    takes("VRRP without a port", port("protocol: VRRP")).check(extended);
    refuses("VRRP without a port", port("protocol: VRRP"), "port must be specified").check();
  }

  @Test
  void releasesAreNamedAsCiliumNamesThem() {
    assertThat(Compat.of("1.19")).contains(Compat.V1_19);
    assertThat(Compat.V1_17).hasToString("1.17");
    assertThat(Compat.of("1.16")).isEmpty();
  }
}
