package dev.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningCodeTest {
  private static final Path DOCUMENT = Path.of("../docs/warnings.md");

  @Test
  void everyCodeIsListedInTheDocumentationAndNoOther() throws IOException {
    List<String> headings =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("### `"))
            .map(line -> line.substring(5, line.length() - 1))
            .toList();

    assertThat(headings).containsExactlyInAnyOrderElementsOf(WarningCode.texts());
  }

  @Test
  void codesAreShortWordsAndSayWhatToDo() {
    assertThat(WarningCode.values())
        .allSatisfy(
            code -> {
              assertThat(code.text()).matches("[a-z]+(-[a-z]+)*");
              assertThat(code.title()).isNotBlank().doesNotEndWith(".");
              assertThat(code.help()).endsWith(".");
              assertThat(WarningCode.of(code.text())).contains(code);
            });
  }
}
