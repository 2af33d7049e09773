package dev.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
  @Test
  void leavesWhatCanBeShown() {
    assertThat(PrintableText.of("späť ✓ a[b]\\")).isEqualTo("späť ✓ a[b]\\");
  }

  @Test
  void steersNoTerminalAndStaysOnOneLine() {
    assertThat(PrintableText.of("a\u001b[31m\r\nb\u0085\u2028c\u202ed"))
        .isEqualTo("a?[31m??b??c?d");
  }

  @Test
  void cutsWhatIsTooLong() {
    assertThat(PrintableText.of("12345", 5)).isEqualTo("12345");
    assertThat(PrintableText.of("123456", 5)).isEqualTo("12345…");
  }
}
