package dev.chancery.policy.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chancery.policy.Corpus;
import dev.chancery.policy.Problem;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HostileInputTest {
  private static final String BOMB =
      """
      kind: CiliumNetworkPolicy
      metadata: {name: x}
      a: &a [x,x,x,x,x,x,x,x,x,x]
      b: &b [*a,*a,*a,*a,*a,*a,*a,*a]
      c: &c [*b,*b,*b,*b,*b,*b,*b,*b]
      d: &d [*c,*c,*c,*c,*c,*c,*c,*c]
      e: &e [*d,*d,*d,*d,*d,*d,*d,*d]
      f: [*e,*e,*e,*e,*e,*e,*e,*e]
      """;

  static final List<String> TEXTS =
      List.of(
          BOMB,
          "kind: CiliumNetworkPolicy\nspec: &a [*a]\n",
          "kind: CiliumNetworkPolicy\nspec: " + "[".repeat(100_000),
          "kind: CiliumNetworkPolicy\nspec: " + "[".repeat(64) + "]".repeat(64),
          "kind: CiliumNetworkPolicy\nspec: " + "{a: ".repeat(64) + "1" + "}".repeat(64),
          "kind: CiliumNetworkPolicy\nmetadata: {name: " + "a".repeat(10_000_000) + "}\n",
          "kind: CiliumNetworkPolicy\n? [a, b]\n: c\n",
          "kind: CiliumNetworkPolicy\nspec: !!javax.script.ScriptEngineManager [x]\n",
          "kind: CiliumNetworkPolicy\nspec: \u0000\n",
          "kind: CiliumNetworkPolicy\nkind: Pod\n",
          "kind: CiliumNetworkPolicy\nspec: *nowhere\n",
          "kind: CiliumNetworkPolicy",
          "- a\n- b\n",
          "just text",
          "{",
          "\ud800",
          "\t\tkind: CiliumNetworkPolicy",
          "%YAML 9.9\n---\nkind: CiliumNetworkPolicy\n");

  private final PolicyParser parser = new PolicyParser("default");

  @ParameterizedTest
  @FieldSource("TEXTS")
  void isRefusedAndNeverThrows(String text) {
    List<ParsedPolicy> parsed = parser.parse("f.yaml", text);

    assertThat(parsed).isNotEmpty();
    assertThat(parsed).allSatisfy(p -> assertThat(p.policy()).isEmpty());
    assertThat(parsed)
        .allSatisfy(p -> assertThat(p.errors()).extracting(Problem::message).doesNotContain(""));
  }

  @Test
  void patternsBeyondReasonAreRefused() {
    for (String pattern :
        List.of(
            "(?i)\\x{1c80}",
            "(?i)[a-\\x{2ffff}]",
            "\\400",
            "a".repeat(10_000),
            "((a{100}){100}){100}",
            "(".repeat(4000),
            "a{1001}",
            "(".repeat(2000) + ")".repeat(2000))) {
      ParsedPolicy parsed =
          parser
              .parse(
                  "f.yaml",
                  Corpus.text("rule1-l7.yaml")
                      .replace("path: /public/.*", "path: '" + pattern + "'"))
              .get(0);
      assertThat(parsed.errors())
          .as("%s", pattern)
          .extracting(Problem::code)
          .containsExactly("invalid-pattern");
    }
  }

  @Test
  void patternsThatAreLargeTogetherAreRefusedAtTheRuleThatGoesBeyond() {
    ParsedPolicy parsed = withPaths(200, "/p%d/[a-z]{1,900}");

    assertThat(parsed.policy()).isEmpty();
    assertThat(parsed.errors())
        .extracting(Problem::code, Problem::path)
        .containsExactly(
            tuple("patterns-too-large", "spec.ingress[0].toPorts[0].rules.http[55].path"));
  }

  @Test
  void manyPatternsOfUsualSizeAreTaken() {
    assertThat(withPaths(2000, "/api/v1/items-%d/[a-z0-9-]+/things").errors()).isEmpty();
  }

  private ParsedPolicy withPaths(int count, String path) {
    String rules =
        IntStream.range(0, count)
            .mapToObj(i -> "- path: '" + path.formatted(i) + "'")
            .collect(Collectors.joining("\n        "));
    String policy =
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: x}
        spec:
          endpointSelector: {}
          ingress:
          - toPorts:
            - ports: [{port: "80", protocol: TCP}]
              rules:
                http:
                %s
        """;
    return parser.parse("f.yaml", policy.formatted(rules)).get(0);
  }

  @Test
  void randomBytesInTheCorpusNeverThrow() {
    long seed = Long.getLong("chancery.seed", System.nanoTime());
    System.out.println("seed: -Dchancery.seed=" + seed);
    var random = new Random(seed);
    String noise = "{}[]:,-#&*!|>'\"%@`\n\t  ~\u0000\u0007\u0085\ufffe aA0/.";
    for (int i = 0; i < 2000; i++) {
      var text = new StringBuilder(Corpus.text(Corpus.FILES.get(i % Corpus.FILES.size())));
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, noise.charAt(random.nextInt(noise.length())));
      }
      for (ParsedPolicy parsed : parser.parse("f.yaml", text.toString())) {
        assertThat(parsed.policy().isPresent()).isEqualTo(parsed.errors().isEmpty());
      }
    }
  }
}
