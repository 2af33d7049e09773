package dev.chancery.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final Redactor OFF = new Redactor(RedactionOptions.DEFAULT);
  private static final Redactor QUERY = redactor(true, true, List.of(), List.of());
  private static final Redactor SHOW_USERINFO = redactor(true, false, List.of(), List.of());

  private static Redactor redactor(
      boolean query, boolean userInfo, List<String> allow, List<String> deny) {
    return new Redactor(new RedactionOptions(true, query, userInfo, allow, deny));
  }

  @ParameterizedTest
  @CsvSource({
    "/a, http://h/a",
    "a, http://h/a",
    "//a//b, http://h//a//b",
    "/a?x=%zz, http://h/a?x=%zz",
    "/a?, http://h/a?",
    "/a#f%41, http://h/a#f%41",
    "/%41 b/%2F, http://h/A%20b//",
    "/%2F%41, http://h/%2F%41",
    "/a%zz?token=x, http://h/a%25zz%3Ftoken=x"
  })
  void writesUrlsAsHubbleDoes(String path, String shown) {
    assertThat(OFF.url("http", "h", path)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "h:80, http://h:80/p",
    "H, http://H/p",
    "[fd00::9]:80, http://[fd00::9]:80/p",
    "[fe80::1%25eth0], http://[fe80::1%25eth0]/p",
    "user@h, http://user@h/p",
    "user:pass@h, http://user:HUBBLE_REDACTED@h/p",
    "user:@h, http://user:HUBBLE_REDACTED@h/p",
    "us%20er:p%40ss@h, http://us%20er:HUBBLE_REDACTED@h/p"
  })
  void writesAuthoritiesAsHubbleDoes(String authority, String shown) {
    assertThat(OFF.url("http", authority, "/p")).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', a:b, ./a:b",
    "'', h, /p, //h/p",
    "1x, '', '', 1x:",
    "http, bad h, *, http://bad%20h/*",
    "http, u:@bad h, /p, http://u:%40bad%20h/p",
    "HTTP, h, /p, http://h/p",
    "Ht tp, h, /p, Ht tp://h/p"
  })
  void writesWhatIsNoUrlAsHubbleDoes(String scheme, String authority, String path, String shown) {
    assertThat(OFF.url(scheme, authority, path)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user:SECRET@bad host",
        "user:SE CRET@h",
        "user:1/SECRET@h",
        "user:1?SECRET@h",
        "user:1#SECRET@h",
        "user:SECRET%40h",
        "user%3ASECRET@h%zz",
        "a@user:SECRET@[x",
        "user:SECRET@h:port"
      })
  void passwordOfABrokenAuthorityIsHidden(String authority) {
    assertThat(OFF.url("http", authority, "/p")).contains("/p").doesNotContain("SECRET", "CRET");
    assertThat(OFF.url("http://" + authority, "h", "/p")).doesNotContain("SECRET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/pa?SECRET",
        "/pa#SECRET",
        "/pa?a#SECRET",
        "/pa%zz?SECRET",
        "/pa%3FSECRET",
        "/pa%23SECRET",
        "/pa%253fSECRET",
        "/pa%2525253FSECRET",
        "/pa%25%33FSECRET",
        "/pa%%33%46SECRET",
        "/pa;SECRET",
        "/pa%3bid=SECRET",
        "/pa;id=SECRET/more",
        "/pa\u0000?SECRET",
        "/pa\ud800?SECRET",
        "/pa?to=http://u:SECRET@h/?x=SECRET",
        "pa?SECRET",
        "/pa%?%53%45SECRET"
      })
  void whatMayBeAQueryIsHidden(String path) {
    for (String authority : List.of("h", "bad host", "h%zz", "")) {
      for (String scheme : List.of("http", "", "1x")) {
        assertThat(QUERY.url(scheme, authority, path)).contains("pa").doesNotContain("SECRET");
      }
    }
  }

  @Test
  void queryInSchemeOrAuthorityIsHidden() {
    assertThat(QUERY.url("http?SECRET", "h", "/p")).doesNotContain("SECRET");
    assertThat(QUERY.url("http", "h?SECRET", "/p")).doesNotContain("SECRET");
    assertThat(QUERY.url("http", "h%23SECRET", "/p")).doesNotContain("SECRET");
  }

  @Test
  void parametersOfAPathSegmentAreMaskedInPlace() {
    assertThat(QUERY.url("http", "h", "/a;id=1/b;c?d"))
        .isEqualTo("http://h/a;HUBBLE_REDACTED/b;HUBBLE_REDACTED");
  }

  @Test
  void passwordOfANestedUrlIsHidden() {
    Redactor passwords = redactor(false, true, List.of(), List.of());
    for (String path :
        List.of(
            "/go?to=http://u:SECRET@x/",
            "/go?to=http%3A%2F%2Fu%3ASECRET%40x%2F",
            "/go?to=http://u:SE%2FCRET@x/",
            "/http://u:SECRET@x/y",
            "/go?to=//u:SECRET@x")) {
      assertThat(passwords.url("http", "h", path)).doesNotContain("SECRET", "CRET");
    }
    assertThat(passwords.url("http", "h", "/a/@b?c=d:e@f")).isEqualTo("http://h/a/@b?c=d:e@f");
  }

  @Test
  void passwordIsShownWhereThatIsAskedFor() {
    assertThat(SHOW_USERINFO.url("http", "user:pass@h", "/p")).isEqualTo("http://user:pass@h/p");
  }

  @Test
  void headersAreShownByName() {
    Redactor allow = redactor(false, true, List.of("Content-Type"), List.of());
    Redactor deny = redactor(false, true, List.of(), List.of("AUTHORIZATION"));
    assertThat(allow.header("content-type", "a")).isEqualTo("a");
    assertThat(allow.header("x-content-type", "a")).isEqualTo("HUBBLE_REDACTED");
    assertThat(deny.header("Authorization", "a")).isEqualTo("HUBBLE_REDACTED");
    assertThat(deny.header("Accept", "a")).isEqualTo("a");
    assertThat(QUERY.header("Accept", "")).isEqualTo("HUBBLE_REDACTED");
    assertThat(OFF.header("Authorization", "a")).isEqualTo("a");
  }

  @Test
  void headersThatAreUrlsLoseQueryAndPassword() {
    Redactor deny = redactor(true, true, List.of(), List.of("cookie"));
    assertThat(deny.header("Referer", "https://u:SECRET@h/a?SECRET"))
        .isEqualTo("https://u:HUBBLE_REDACTED@h/a");
    assertThat(deny.header("location", "/next?token=SECRET")).isEqualTo("/next");
    assertThat(deny.header("Host", "u:SECRET@h")).isEqualTo("u:HUBBLE_REDACTED@h");
    assertThat(deny.header("Referer", "https://h/@user")).isEqualTo("https://h/@user");
    assertThat(redactor(false, true, List.of(), List.of("cookie")).header("Referer", "/a?b"))
        .isEqualTo("/a?b");
  }

  @Test
  void resultsAreAlwaysValidText() {
    assertThat(OFF.header("x", "a\udc00b")).isEqualTo("a\ufffdb");
    assertThat(OFF.url("http", "h", "/\ud800?\udc00")).isEqualTo("http://h/%EF%BF%BD?\ufffd");
  }

  @Test
  void bothHeaderListsAreRefused() {
    List<String> names = List.of("a");
    assertThatThrownBy(() -> new RedactionOptions(true, false, true, names, names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Only one of --hubble-redact-http-headers-allow and"
                + " --hubble-redact-http-headers-deny can be specified, not both");
  }
}
