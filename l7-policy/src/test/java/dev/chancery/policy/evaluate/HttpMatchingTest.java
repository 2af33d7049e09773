package dev.chancery.policy.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpMatchingTest {
  private static final Provenance ORIGIN =
      new Provenance(new PolicyRef("K", "ns", "p", ""), "spec", Location.UNKNOWN);

  private static boolean pathMatches(String pattern, String path) {
    return Evaluator.matches(
        new HttpRule(
            Optional.empty(),
            Optional.of(Pattern.compile(pattern)),
            Optional.empty(),
            List.of(),
            ORIGIN),
        new Request.Http("GET", path, "h", Map.of()));
  }

  private static boolean headerMatches(HeaderRule rule, Map<String, List<String>> headers) {
    return Evaluator.matches(
        new HttpRule(Optional.empty(), Optional.empty(), Optional.empty(), List.of(rule), ORIGIN),
        new Request.Http("GET", "/", "host:80", headers));
  }

  @Test
  void patternsMatchTheWholePathWithItsQuery() {
    assertThat(pathMatches("/a", "/a")).isTrue();
    assertThat(pathMatches("/a", "/a?x=1")).isFalse();
    assertThat(pathMatches("/a", "/ab")).isFalse();
    assertThat(pathMatches("/a", "x/a")).isFalse();
    assertThat(pathMatches("/a|/b", "/b")).isTrue();
    assertThat(pathMatches("/a|/b", "/a/b")).isFalse();
    assertThat(pathMatches("^/a$", "/a")).isTrue();
    assertThat(pathMatches("/a", "/A")).isFalse();
    assertThat(pathMatches("(?i)/a", "/A")).isTrue();
  }

  @Test
  void dotMatchesEveryByteButALineFeed() {
    assertThat(pathMatches("/.", "/\u00ff")).isTrue();
    assertThat(pathMatches("/.", "/\n")).isFalse();
    assertThat(pathMatches("(?s)/.", "/\n")).isTrue();
  }

  @Test
  void textBeyondAsciiIsItsBytes() {
    String sent = new String("/ü".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    assertThat(pathMatches("/ü", sent)).isTrue();
    assertThat(pathMatches("/..", sent)).isTrue();
    assertThat(pathMatches("/.", sent)).isFalse();
    assertThat(pathMatches("/ü", "/\u00fc")).isFalse();
    assertThat(Pattern.compile("/ü").text()).isEqualTo("/ü");
  }

  @Test
  void repeatedHeaderIsItsValuesJoined() {
    var exact = new HeaderRule.Exact("X-A", "v1");

    assertThat(headerMatches(exact, Map.of("x-a", List.of("v1")))).isTrue();
    assertThat(headerMatches(exact, Map.of("x-a", List.of("v1", "v2")))).isFalse();
    assertThat(headerMatches(exact, Map.of("x-a", List.of("V1")))).isFalse();
    assertThat(
            headerMatches(new HeaderRule.Exact("x-a", "v1,v2"), Map.of("x-a", List.of("v1", "v2"))))
        .isTrue();
    assertThat(
            headerMatches(
                new HeaderRule.Regex("x-a", Pattern.compile("v[0-9],v[0-9]")),
                Map.of("x-a", List.of("v1", "v2"))))
        .isTrue();
  }

  @Test
  void absentHeaderMatchesNothing() {
    assertThat(headerMatches(new HeaderRule.Present("x-a"), Map.of())).isFalse();
    assertThat(headerMatches(new HeaderRule.Exact("x-a", ""), Map.of())).isFalse();
    assertThat(headerMatches(new HeaderRule.Regex("x-a", Pattern.compile(".*")), Map.of()))
        .isFalse();
    assertThat(headerMatches(new HeaderRule.Present("x-a"), Map.of("x-a", List.of("")))).isTrue();
    assertThat(headerMatches(new HeaderRule.Exact("x-a", ""), Map.of("x-a", List.of("")))).isTrue();
  }

  @Test
  void hostHeaderIsTheAuthority() {
    assertThat(headerMatches(new HeaderRule.Exact("Host", "host:80"), Map.of())).isTrue();
    assertThat(headerMatches(new HeaderRule.Exact("Host", "x"), Map.of("host", List.of("x"))))
        .isFalse();
  }

  @Test
  void escapesReachAsFarAsAByte() {
    assertThat(pathMatches("/\\x{ff}", "/\u00ff")).isTrue();
    assertThat(pathMatches("/\\x{00ff}", "/\u00ff")).isTrue();
    assertThat(pathMatches("/\\377", "/\u00ff")).isTrue();
    assertThat(pathMatches("/\\\\x{101}", "/\\" + "x".repeat(101))).isTrue();
  }

  @Test
  void everyByteCanBeFoldedInCase() {
    assertThat(pathMatches("(?i)/[\\x00-\\xff]", "/a")).isTrue();
    for (char c = 0x80; c <= 0xff; c++) {
      assertThat(pathMatches("(?i)/\\x{%x}".formatted((int) c), "/" + c)).isTrue();
    }
  }
}
