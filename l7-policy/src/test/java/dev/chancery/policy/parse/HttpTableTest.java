package dev.chancery.policy.parse;

import static dev.chancery.policy.parse.Row.http;
import static dev.chancery.policy.parse.Row.refuses;
import static dev.chancery.policy.parse.Row.takes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Problem;
import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.HeaderAction.Mismatch;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.SecretRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The fields of an HTTP rule. */
class HttpTableTest {
  static final List<Row> ROWS =
      List.of(
          takes("path", http("path: '/a/.*$'")),
          refuses("a path that is no pattern", http("path: '/('"), "is not a valid RE2 pattern"),
          refuses("a path that looks ahead", http("path: '/(?=a)'"), "is not a valid RE2 pattern"),
          takes("method", http("method: 'GET|POST'")),
          refuses("a method that is no pattern", http("method: '*'"), "is not a valid RE2 pattern"),
          takes("host", http("host: 'a[.]example'")),
          takes("headers", http("headers: ['X-A: b c', 'X-B', 'X-C: ']")),
          refuses("a header without a name", http("headers: ['']"), "is not the name of a header"),
          takes("headerMatches", http("headerMatches: [{name: X-A, value: v}]")),
          takes("LOG", http("headerMatches: [{name: X-A, mismatch: LOG}]")),
          takes("ADD", http("headerMatches: [{name: X-A, value: v, mismatch: ADD}]")),
          takes("DELETE", http("headerMatches: [{name: X-A, value: v, mismatch: DELETE}]")),
          takes("REPLACE", http("headerMatches: [{name: X-A, value: v, mismatch: REPLACE}]")),
          refuses(
              "an action in lower case",
              http("headerMatches: [{name: X-A, mismatch: log}]"),
              "Invalid header action: log"),
          refuses("no name", http("headerMatches: [{value: v}]"), "Header name missing"),
          takes("secret", http("headerMatches: [{name: X-A, secret: {name: s}}]")),
          refuses(
              "a secret without a name",
              http("headerMatches: [{name: X-A, secret: {namespace: n}}]"),
              "Secret name missing"),
          takes("a rule for everything", http("")));

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void row(Row row) {
    row.check();
  }

  /** What one element of headerMatches is read as. */
  record Meaning(String match, List<HeaderRule> demands, List<HeaderAction> actions) {
    static Meaning demand(String match, HeaderRule demand) {
      return new Meaning(match, List.of(demand), List.of());
    }

    static Meaning action(String match, String value, boolean secret, Mismatch mismatch) {
      Optional<SecretRef> from = secret ? Optional.of(new SecretRef("n", "s")) : Optional.empty();
      return new Meaning(match, List.of(), List.of(new HeaderAction("x-a", value, from, mismatch)));
    }

    @Override
    public String toString() {
      return match;
    }
  }

  private static final String SECRET = "secret: {namespace: n, name: s}";

  static final List<Meaning> MEANINGS =
      List.of(
          Meaning.demand("value: v", new HeaderRule.Exact("x-a", "v")),
          Meaning.demand("value: ''", new HeaderRule.Present("x-a")),
          Meaning.action("value: v, mismatch: LOG", "v", false, Mismatch.LOG),
          Meaning.action("mismatch: DELETE", "", false, Mismatch.DELETE),
          Meaning.action(SECRET, "", true, Mismatch.FAIL),
          Meaning.action(SECRET + ", mismatch: ADD", "", true, Mismatch.ADD),
          Meaning.demand(SECRET + ", value: v", new HeaderRule.Exact("x-a", "v")),
          Meaning.action(SECRET + ", value: v, mismatch: REPLACE", "v", false, Mismatch.REPLACE));

  @ParameterizedTest(name = "{0}")
  @FieldSource("MEANINGS")
  void headerMatchIsADemandOrAnAction(Meaning meaning) {
    ParsedPolicy parsed =
        new PolicyParser("default")
            .parse("p.yaml", http("headerMatches: [{name: X-A, " + meaning.match + "}]"))
            .get(0);
    var ports = parsed.policy().orElseThrow().rules().get(0).elements().get(0).ports().get(0);
    HttpRule rule = ((L7Spec.Http) ports.l7()).rules().get(0);

    assertThat(rule.headers()).isEqualTo(meaning.demands);
    assertThat(rule.actions()).isEqualTo(meaning.actions);
    boolean unused = meaning.match.contains("secret") && meaning.match.contains("value");
    assertThat(parsed.warnings())
        .extracting(Problem::code)
        .isEqualTo(unused ? List.of("secret-unused") : List.of());
  }
}
