package dev.chancery.flows.golang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoSyntaxTest {
  @Test
  void quotesWhatIsNotPrintable() {
    assertThat(GoQuote.quote("a\"\\\n\t\u0007\u001b\u007f\u0085\u2028é😀\u00a0"))
        .isEqualTo("\"a\\\"\\\\\\n\\t\\a\\x1b\\x7f\\u0085\\u2028é😀\\u00a0\"");
    assertThat(GoQuote.quote('\'')).isEqualTo("'\\''");
  }

  @ParameterizedTest
  @CsvSource({"0x10,16", "010,8", "0b11,3", "0o17,15", "1_000,1000", "0,0"})
  void readsNumbersOfAnyBase(String text, long expected) throws Exception {
    assertThat(GoNumber.parseUintAnyBase(text, 64)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", " 1", "1_", "0x", "08", "1e3"})
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> GoNumber.parseUintAnyBase(text, 64))
        .hasMessage("strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
  }

  @Test
  void refusesNumbersThatDoNotFit() {
    assertThatThrownBy(() -> GoNumber.parseUint("65536", 16))
        .hasMessage("strconv.ParseUint: parsing \"65536\": value out of range");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "1.2.3|IPv4 address too short",
        "1.2.3.4.5|IPv4 address too long",
        "01.2.3.4|IPv4 field has octet with leading zero",
        "1.2.3.256|IPv4 field has value >255",
        "1..2.3|IPv4 field must have at least one digit (at \".2.3\")",
        "12345::|each group must have 4 or less digits (at \"12345::\")",
        "1::2::3|multiple :: in address (at \":3\")",
        "1:2|address string too short",
        "x|unable to parse IP",
      },
      delimiter = '|')
  void refusesAddresses(String text, String reason) {
    assertThatThrownBy(() -> GoAddress.parse(text))
        .hasMessage("ParseAddr(\"" + text + "\"): " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,10.255.0.1,true",
    "10.0.0.0/8,11.0.0.1,false",
    "0.0.0.0/0,::ffff:1.2.3.4,false",
    "2001:db8::/32,2001:db8::1,true",
    "fe80::/10,fe80::1%eth0,false"
  })
  void findsAddressesInRanges(String range, String address, boolean expected) throws Exception {
    assertThat(GoPrefix.parse(range).contains(GoAddress.parse(address))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "http://h/a%20b?q=%zz,/a b",
        "http://u:p@h:80/x#y,/x#y",
        "/only/path,/only/path",
        "*,*",
        "mailto:x,''",
        "http://h,''",
        "h/x,-",
        "http://h/%zz,-",
        "http://a b/,-",
        "http://h:x/,-",
        "http://[::1/,-",
        "1http://h/x,-"
      })
  void readsThePathOfAUri(String uri, String path) {
    assertThat(GoRequestUri.path(uri).orElse(null)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((((a{1000}){1000}){1000}){1000})",
        "(a{2}){501}",
        "a{1001}",
        "(?:(?:x{100}){100}){100}"
      })
  void refusesRepeatsThatMultiply(String pattern) {
    assertThatThrownBy(() -> GoRegexp.compile(pattern)).hasMessageContaining("repeat count");
  }

  @Test
  void refusesExpressionsThatUnrollOrNestTooFar() {
    assertThatThrownBy(() -> GoRegexp.compile("a{1000}".repeat(200)))
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> GoRegexp.compile("(".repeat(5000) + ")".repeat(5000)))
        .hasMessageContaining("nests too deeply");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[{(]{2}", "\\x{1F600}", "\\Q((((\\E", "[[:alpha:]]{3}", "a{0}", "{", "x{,2}"})
  void takesBracesThatAreNoRepeats(String pattern) throws Exception {
    assertThat(GoRegexp.compile(pattern).pattern()).isEqualTo(pattern);
  }

  @Test
  void readsLongTextsWithoutOverflow() {
    assertThat(GoDuration.parse("1ns".repeat(50_000))).contains(Duration.ofNanos(50_000));
    assertThatThrownBy(() -> GoNumber.parseUintAnyBase("1".repeat(50_000), 64))
        .hasMessageContaining("value out of range");
    assertThatThrownBy(() -> GoRegexp.compile("(a|".repeat(900)))
        .hasMessageContaining("missing closing )");
  }

  @Test
  void readsSpansAndPointsInTime() {
    assertThat(GoDuration.parse("1h1m1.5s")).contains(Duration.ofMillis(3_661_500));
    assertThat(GoDuration.parse("-.5s")).contains(Duration.ofMillis(-500));
    assertThat(GoDuration.parse("0")).contains(Duration.ZERO);
    assertThat(GoDuration.parse("1d")).isEmpty();
    assertThat(GoDuration.parse("9999999h")).isEmpty();
    assertThat(GoTime.anyLayout("2024-05-17")).contains(Instant.parse("2024-05-17T00:00:00Z"));
    assertThat(GoTime.anyLayout("2024-05-17T09+02:00"))
        .contains(Instant.parse("2024-05-17T07:00:00Z"));
    assertThat(GoTime.anyLayout("Fri, 17 May 2024 09:00:00 -0130"))
        .contains(Instant.parse("2024-05-17T10:30:00Z"));
    assertThat(GoTime.anyLayout("2024-02-30")).isEmpty();
  }
}
