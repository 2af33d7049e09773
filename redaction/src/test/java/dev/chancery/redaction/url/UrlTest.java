package dev.chancery.redaction.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random requests and what Go 1.25's {@code net/url} makes of them: scheme, authority, path, URL;
 * what is not plain ASCII is written as a Java escape.
 */
class UrlTest {
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

  @TestFactory
  Stream<DynamicTest> writesUrlsAsGoDoes() throws IOException {
    try (InputStream rows = UrlTest.class.getResourceAsStream("/urls/go-net-url.tsv")) {
      String text = new String(Objects.requireNonNull(rows).readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      assertThat(lines).hasSizeGreaterThan(300);
      return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> assertRow(line)));
    }
  }

  private static void assertRow(String line) {
    List<String> row = Stream.of(line.split("\t", -1)).map(UrlTest::unescape).toList();
    Url url =
        Url.parse(row.get(0), row.get(1), row.get(2))
            .orElseGet(() -> Url.ofRaw(row.get(0), row.get(1), row.get(2)));
    assertThat(url).hasToString(row.get(3));
  }

  private static String unescape(String text) {
    return ESCAPE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(character(m.group(1))));
  }

  private static String character(String hex) {
    return Character.toString(Integer.parseInt(hex, 16));
  }
}
