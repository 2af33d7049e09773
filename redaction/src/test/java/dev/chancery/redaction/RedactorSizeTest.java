package dev.chancery.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedactorSizeTest {
  private final Redactor redactor =
      new Redactor(new RedactionOptions(true, true, true, List.of(), List.of("cookie")));

  /** A quadratic scan of these would take minutes; the limit is the build's own. */
  @Test
  void hugeInputsOfEveryDelimiterAreHandled() {
    for (String unit :
        List.of("%25", "//", "://", ";", "@", ":", "%", "%3b", "?a=b&", "/;", "%2F%2F", "u:p@")) {
      String huge = unit.repeat(2_000_000 / unit.length());
      String shown = redactor.url("http", "h", "/" + huge);
      assertThat(shown.length()).isLessThan(20 * huge.length());
      assertThat(redactor.url("http", huge, "/p").length()).isLessThan(20 * huge.length());
      assertThat(redactor.header("referer", huge).length()).isLessThan(20 * huge.length());
    }
  }

  @Test
  void tenThousandParametersVanish() {
    assertThat(redactor.url("http", "h", "/p?" + "token=x&".repeat(10_000)))
        .isEqualTo("http://h/p");
  }

  @Test
  void deeplyNestedEscapeIsOneLetter() {
    var letters = new Letters("%" + "25".repeat(1_000) + "3F");
    assertThat(letters.size()).isEqualTo(1);
    assertThat(letters.at(0)).isEqualTo('?');
    assertThat(letters.width(0)).isEqualTo(2_003);
  }
}
