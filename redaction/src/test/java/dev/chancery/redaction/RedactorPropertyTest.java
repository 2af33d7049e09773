package dev.chancery.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Random requests with a planted secret; the seed is the property {@code chancery.seed}. */
class RedactorPropertyTest {
  private static final int CASES = 20_000;
  private static final String SECRET = "hunter2Q";
  private static final List<String> ODD =
      List.of(
          "%",
          "%zz", "%2", "%00", "%ff", "\u0000", "\n", " ", "\\", "\"", "<", "|", "é", "\ud83d",
          "\udc00", "%25", "%3F", "%3b", ";", "&", "=", ":", "[", "]", "//", "..", "/", "a", "%C3");

  private final long seed = Long.getLong("chancery.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Redactor redactor =
      new Redactor(new RedactionOptions(true, true, true, List.of(), List.of("cookie")));

  @BeforeEach
  void tellTheSeed() {
    System.out.println("RedactorPropertyTest seed " + seed);
  }

  @Test
  void secretInAQueryNeverShows() {
    for (int i = 0; i < CASES; i++) {
      String mark = pick(List.of("?", "#", "%3F", "%3f", "%23", "%253F", "%25252523", ";", "%3B"));
      String path = "/" + noise() + mark + withoutSlash(noise()) + encoded(SECRET) + noise();
      String authority = random.nextBoolean() ? "h" : noise();
      String scheme = random.nextInt(4) == 0 ? noise() : "http";
      assertHidden(redactor.url(scheme, authority, path), scheme + " " + authority + " " + path);
      assertHidden(redactor.header("Referer", "http://h" + path), path);
    }
  }

  @Test
  void secretInAPasswordNeverShows() {
    for (int i = 0; i < CASES; i++) {
      String authority = noise() + ":" + noise() + encoded(SECRET) + noise() + "@" + noise();
      assertHidden(redactor.url("http", authority, "/" + noise()), authority);
      assertHidden(redactor.header(":authority", authorityOnly(authority)), authority);
    }
  }

  @Test
  void secretInAHiddenHeaderNeverShows() {
    for (int i = 0; i < 1_000; i++) {
      assertHidden(redactor.header("CooKie", noise() + SECRET + noise()), "cookie");
    }
  }

  private void assertHidden(String shown, String input) {
    String once = decoded(shown);
    String twice = decoded(once);
    assertThat(List.of(shown, once, twice))
        .as("seed %d, input %s", seed, input)
        .allSatisfy(text -> assertThat(text).doesNotContain(SECRET));
    assertThat(new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .as("seed %d, valid UTF-8 of %s", seed, input)
        .isEqualTo(shown);
  }

  /** Every escape that is well-formed, and only those. */
  private static String decoded(String text) {
    return URLDecoder.decode(
        text.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
  }

  private String encoded(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (random.nextInt(4)) {
        case 0 -> out.append(String.format(Locale.ROOT, "%%%02x", (int) c));
        case 1 -> out.append(String.format(Locale.ROOT, "%%25%02X", (int) c));
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private String noise() {
    var out = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      out.append(pick(ODD));
    }
    return out.toString();
  }

  /** A parameter of a path segment ends with the segment. */
  private static String withoutSlash(String text) {
    return text.replace("/", "");
  }

  /** A header value with slashes is a URL, and its password stands before the first of them. */
  private static String authorityOnly(String text) {
    return text.replace("/", "");
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
