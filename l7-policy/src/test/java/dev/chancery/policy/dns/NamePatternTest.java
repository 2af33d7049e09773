package dev.chancery.policy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  /** Whether a DNS rule lets the question through, and whether toFQDNs picks the name up. */
  @ParameterizedTest(name = "{0}: {1} {2}, {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
             1 | name    | cilium.io               | cilium.io                      | yes | yes
             2 | name    | cilium.io               | CILIUM.io.                     | yes | yes
             3 | name    | Cilium.IO.              | cilium.io                      | yes | yes
             4 | name    | cilium.io               | www.cilium.io                  | no  | no
             5 | name    | cilium.io               | ciliumXio                      | no  | no
             6 | name    | cilium.io               | notcilium.io                   | no  | no
             7 | name    | _sip._tcp.example.com   | _sip._tcp.example.com          | yes | yes
             8 | pattern | cilium.io               | cilium.io                      | yes | yes
             9 | pattern | *.cilium.io             | www.cilium.io                  | yes | yes
            10 | pattern | *.cilium.io             | cilium.io                      | no  | no
            11 | pattern | *.cilium.io             | a.b.cilium.io                  | no  | no
            12 | pattern | *.cilium.io             | .cilium.io                     | yes | yes
            13 | pattern | *.cilium.io.            | www.cilium.io                  | yes | yes
            14 | pattern | *.CILIUM.io             | www.cilium.IO                  | yes | yes
            15 | pattern | *cilium.io              | cilium.io                      | yes | yes
            16 | pattern | *cilium.io              | subcilium.io                   | yes | yes
            17 | pattern | *cilium.io              | sub-cilium.io                  | yes | yes
            18 | pattern | *cilium.io              | www.cilium.io                  | no  | no
            19 | pattern | sub*.cilium.io          | sub.cilium.io                  | yes | yes
            20 | pattern | sub*.cilium.io          | subdomain.cilium.io            | yes | yes
            21 | pattern | sub*.cilium.io          | sub.domain.cilium.io           | no  | no
            22 | pattern | sub*.cilium.io          | asub.cilium.io                 | no  | no
            23 | pattern | *.*.cilium.io           | a.b.cilium.io                  | yes | yes
            24 | pattern | *.*.cilium.io           | b.cilium.io                    | no  | no
            25 | pattern | *.*.cilium.io           | a.b.c.cilium.io                | no  | no
            26 | pattern | **.cilium.io            | app.cilium.io                  | yes | yes
            27 | pattern | **.cilium.io            | test.app.cilium.io             | yes | yes
            28 | pattern | **.cilium.io            | cilium.io                      | no  | no
            29 | pattern | **.cilium.io            | xcilium.io                     | no  | no
            30 | pattern | ***.cilium.io           | a.b.c.cilium.io                | yes | yes
            31 | pattern | **cilium.io             | cilium.io                      | yes | yes
            32 | pattern | **cilium.io             | a.cilium.io                    | no  | no
            33 | pattern | a.**.cilium.io          | a.x.cilium.io                  | yes | yes
            34 | pattern | a.**.cilium.io          | a.x.y.cilium.io                | no  | no
            35 | pattern | a.**.cilium.io          | a..cilium.io                   | yes | yes
            36 | pattern | **.**.cilium.io         | a.b.cilium.io                  | yes | yes
            37 | pattern | **.**.cilium.io         | b.cilium.io                    | no  | no
            38 | pattern | *                       | anything.example.com           | yes | yes
            39 | pattern | *                       | .                              | yes | yes
            40 | pattern | **                      | a.b.c                          | yes | yes
            41 | pattern | **.                     | a.b.c                          | yes | yes
            42 | pattern | *.                      | a.b.c                          | yes | yes
            43 | pattern | *                       | weird!name.example.com         | yes | no
            44 | pattern | *.com                   | example.com                    | yes | yes
            45 | pattern | *.com                   | www.example.com                | no  | no
            46 | pattern | cilium.*                | cilium.io                      | yes | yes
            47 | pattern | cilium.*                | cilium.io.attacker.com         | no  | no
            48 | pattern | *.*                     | cilium.io                      | yes | yes
            49 | pattern | *.*                     | www.cilium.io                  | no  | no
            50 | pattern | dead*beef.io            | deadbeef.io                    | yes | yes
            51 | pattern | dead*beef.io            | dead-x-beef.io                 | yes | yes
            52 | pattern | *.svc.cluster.local     | web.default.svc.cluster.local  | no  | no
            53 | pattern | *.*.svc.cluster.local   | web.default.svc.cluster.local  | yes | yes
            54 | pattern | _*._tcp.example.com     | _ldap._tcp.example.com         | yes | yes
          """)
  void matchesAsTheReference(
      int row, String kind, String rule, String query, String allowed, String selected) {
    NamePattern pattern =
        kind.equals("name") ? NamePattern.ofName(rule) : NamePattern.ofPattern(rule);

    assertThat(pattern.allows(query)).as("row %s, rules.dns", row).isEqualTo(allowed.equals("yes"));
    assertThat(pattern.selects(query)).as("row %s, toFQDNs", row).isEqualTo(selected.equals("yes"));
  }

  @Test
  void whatNoPolicyCanSayStandsForNoName() {
    for (String text : new String[] {"", "(a|b).test", "a b", "*.[a]", "m\u00fcnchen.de"}) {
      assertThat(NamePattern.ofPattern(text).allows(text)).as(text).isFalse();
      assertThat(NamePattern.ofPattern(text).selects(".")).as(text).isFalse();
      assertThat(NamePattern.ofName(text).allows(text)).as(text).isFalse();
      assertThat(NamePattern.ofName(text).selects(".")).as(text).isFalse();
    }
    assertThat(NamePattern.ofName("*.acme.test").allows("a.acme.test")).isFalse();
  }

  @Test
  void aSelectorOf255CharactersHasNoRoomForTheDot() {
    String text = "a".repeat(253) + ".b";

    assertThat(NamePattern.ofName(text).allows(text)).isTrue();
    assertThat(NamePattern.ofName(text).selects(text)).isFalse();
    assertThat(NamePattern.ofName(text.substring(1)).selects(text.substring(1))).isTrue();
  }

  @Test
  void manyStarsAgainstALongLabelTakeNoTimeToSpeakOf() {
    NamePattern pattern = NamePattern.ofPattern("*a".repeat(100) + "b");

    assertThat(pattern.allows("a".repeat(100_000) + "c")).isFalse();
    assertThat(pattern.allows("a".repeat(100_000) + "b")).isTrue();
  }
}
