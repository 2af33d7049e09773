package dev.chancery.policy.parse;

import static dev.chancery.policy.parse.Row.egress;
import static dev.chancery.policy.parse.Row.refuses;
import static dev.chancery.policy.parse.Row.takes;
import static dev.chancery.policy.parse.Row.toPorts;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code matchName} and {@code matchPattern}, in {@code toFQDNs} and in {@code rules.dns}. */
class DnsNameTableTest {
  private static final String IN_NAME = "Invalid characters in MatchName: ";
  private static final String IN_PATTERN = "Invalid characters in MatchPattern: ";
  private static final String LONG = "a".repeat(63) + ".";

  static final List<Row> BOTH =
      List.of(
          takes("a name", "matchName: _sip.API-1.example."),
          takes("a pattern", "matchPattern: '**.sub*.example'"),
          takes("stars alone", "matchPattern: '*'"),
          takes("a name of 255 characters", "matchName: " + LONG.repeat(3) + "a".repeat(63)),
          refuses("a name of 256 characters", "matchName: " + LONG.repeat(4), "schema-pattern"),
          refuses("a star in a name", "matchName: '*.example'", IN_NAME + "\"*.example\". Only"),
          refuses("a space in a name", "matchName: 'a b'", IN_NAME),
          refuses("a name beyond ASCII", "matchName: bücher.example", IN_NAME),
          refuses("an empty label in a name", "matchName: a..b", "schema-pattern"),
          refuses("a dot in front of a name", "matchName: .a", "schema-pattern"),
          refuses("a bracket in a pattern", "matchPattern: '[a].b'", IN_PATTERN),
          refuses("a space in a pattern", "matchPattern: ' *.b'", IN_PATTERN),
          refuses("an empty label in a pattern", "matchPattern: '*..'", "schema-pattern"),
          refuses("a dot as a pattern", "matchPattern: '.'", "schema-pattern"),
          refuses(
              "a pattern of 256 characters",
              "matchPattern: '" + "*".repeat(256) + "'",
              "Must be <= 255 characters long"),
          refuses("neither", "", "schema-one-of"),
          refuses("empty ones", "matchName: '', matchPattern: ''", "schema-one-of"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("BOTH")
  void inToFqdns(Row row) {
    new Row(row.says(), egress("toFQDNs: [{" + row.policy() + "}]"), row.error()).check();
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("BOTH")
  void inDnsRules(Row row) {
    new Row(row.says(), dns(row.policy()), row.error()).check();
  }

  private static String dns(String rule) {
    return toPorts("ports: [{port: '53'}], rules: {dns: [{" + rule + "}]}");
  }

  static final List<Row> ONE =
      List.of(
          refuses(
              "both in toFQDNs",
              egress("toFQDNs: [{matchName: a, matchPattern: b}]"),
              "only one of MatchName or MatchPattern is allowed in an FQDNSelector"),
          refuses("both in dns", dns("matchName: a, matchPattern: b"), "schema-one-of"),
          refuses(
              "words of toFQDNs",
              egress("toFQDNs: [{matchName: '/'}]"),
              "Only 0-9, a-z, A-Z and ., -, _ characters are allowed"),
          refuses(
              "words of dns",
              dns("matchName: '/'"),
              "Only 0-9, a-z, A-Z and . and - characters are allowed"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("ONE")
  void row(Row row) {
    row.check();
  }
}
