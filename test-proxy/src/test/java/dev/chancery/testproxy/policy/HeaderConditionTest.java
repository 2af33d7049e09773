package dev.chancery.testproxy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.testproxy.Policies;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderConditionTest {
  private static final HttpCall WITH = HttpCall.of("GET", "a", "/", new Header("X-A", "one"));
  private static final HttpCall WITHOUT = HttpCall.of("GET", "a", "/");

  private static HeaderCondition condition(HeaderMatcher.Builder matcher) throws Rejected {
    return new HeaderCondition(matcher.setName("x-a").build());
  }

  private static HeaderMatcher.Builder exact(String value) {
    return HeaderMatcher.newBuilder().setStringMatch(StringMatcher.newBuilder().setExact(value));
  }

  @Test
  void regexesMatchTheWholeValueInAnyCaseOfName() throws Rejected {
    HeaderCondition condition = new HeaderCondition(Policies.regex("X-a", "on"));
    assertThat(condition.matches(WITH)).isFalse();
    assertThat(new HeaderCondition(Policies.regex("X-a", "on.")).matches(WITH)).isTrue();
  }

  @Test
  void hostIsAnotherNameOfTheAuthority() throws Rejected {
    HttpCall call = HttpCall.of("GET", "shop", "/");
    assertThat(new HeaderCondition(Policies.regex("host", "shop")).matches(call)).isTrue();
    assertThat(new HeaderCondition(Policies.regex("Host", "other")).matches(call)).isFalse();
    assertThat(new HeaderCondition(Policies.regex(":authority", "shop")).matches(call)).isTrue();
  }

  /** The values of requests are bytes, one character each: two for an e with an acute accent. */
  @ParameterizedTest
  @MethodSource
  void textsAreComparedAsBytesOfUtf8(HeaderMatcher.Builder matcher) throws Rejected {
    HttpCall utf8 = HttpCall.of("GET", "a", "/", new Header("x-a", "caf\u00c3\u00a9"));
    HttpCall latin1 = HttpCall.of("GET", "a", "/", new Header("x-a", "caf\u00e9"));
    assertThat(condition(matcher).matches(utf8)).isTrue();
    assertThat(condition(matcher).matches(latin1)).isFalse();
  }

  @SuppressWarnings("deprecation") // older control planes still send these fields
  static Stream<HeaderMatcher.Builder> textsAreComparedAsBytesOfUtf8() {
    return Stream.of(
        exact("caf\u00e9"),
        HeaderMatcher.newBuilder()
            .setStringMatch(StringMatcher.newBuilder().setPrefix("caf\u00e9")),
        HeaderMatcher.newBuilder().setStringMatch(StringMatcher.newBuilder().setSuffix("f\u00e9")),
        HeaderMatcher.newBuilder().setStringMatch(StringMatcher.newBuilder().setContains("\u00e9")),
        Policies.regex("x-a", "caf\u00e9").toBuilder(),
        HeaderMatcher.newBuilder().setExactMatch("caf\u00e9"));
  }

  @Test
  void aMissingHeaderMatchesNothingInvertedOrNot() throws Rejected {
    assertThat(condition(exact("one")).matches(WITHOUT)).isFalse();
    assertThat(condition(exact("one").setInvertMatch(true)).matches(WITHOUT)).isFalse();
    assertThat(condition(exact("two").setInvertMatch(true)).matches(WITH)).isTrue();
    assertThat(
            condition(exact("two").setInvertMatch(true).setTreatMissingHeaderAsEmpty(true))
                .matches(WITHOUT))
        .isTrue();
  }

  @Test
  void presenceCanBeDemandedOrForbidden() throws Rejected {
    assertThat(condition(HeaderMatcher.newBuilder()).matches(WITH)).isTrue();
    assertThat(condition(HeaderMatcher.newBuilder()).matches(WITHOUT)).isFalse();
    HeaderMatcher.Builder absent = HeaderMatcher.newBuilder().setPresentMatch(false);
    assertThat(condition(absent).matches(WITHOUT)).isTrue();
    assertThat(condition(absent).matches(WITH)).isFalse();
  }

  @Test
  void patternsThatRe2DoesNotTakeAreRefused() {
    assertThatThrownBy(() -> new HeaderCondition(Policies.regex(":path", "/items/(")))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("missing closing )");
    assertThatThrownBy(() -> new HeaderCondition(Policies.regex(":path", "(?=x)")))
        .isInstanceOf(Rejected.class);
    assertThatThrownBy(() -> new HeaderCondition(Policies.regex("", "x")))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("Proto constraint validation failed");
  }
}
