package dev.chancery.flows.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.accesslogs.HttpRecord;
import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.accesslogs.Transaction;
import dev.chancery.accesslogs.Transaction.Verdict;
import dev.chancery.api.flow.Flow;
import dev.chancery.redaction.RedactionOptions;
import dev.chancery.redaction.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A secret in any place where one may be is nowhere in the flow, however odd the bytes around. */
class FlowSecretsTest {
  private static final String SECRET = "hunter2Q";
  private static final List<String> ODD =
      List.of("%", "%zz", "\u0000", "\ud800", "é", " ", "\\", "%25", "&", "=", ":", "[", "//", "a");

  private final long seed = Long.getLong("chancery.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void noFlowHoldsAPlantedSecret() {
    System.out.println("FlowSecretsTest seed " + seed);
    var hideAll = new RedactionOptions(true, true, true, List.of(), List.of());
    var hideSome =
        new RedactionOptions(
            true, true, true, List.of(), List.of("authorization", "cookie", "set-cookie"));
    for (RedactionOptions options : List.of(hideAll, hideSome)) {
      var decoder = new FlowDecoder(new Redactor(options), EndpointLookup.NONE, Records.origin());
      for (int i = 0; i < 5_000; i++) {
        HttpRecord record = record(i % 2 == 0);
        Flow flow = decoder.decode(record, FlowContext.at(Records.TIME));
        assertNoSecret(new String(flow.toByteArray(), StandardCharsets.UTF_8), record);
        assertThat(record.toString()).doesNotContain(SECRET);
      }
    }
  }

  private HttpRecord record(boolean response) {
    String url = "/p" + noise() + pick(List.of("?", "#", "%3F", ";")) + "k=" + SECRET;
    String basic =
        Base64.getEncoder().encodeToString(("u:" + SECRET).getBytes(StandardCharsets.UTF_8));
    List<Header> request =
        List.of(
            new Header("Authorization", "Basic " + basic),
            new Header("cookie", "sid=" + SECRET + noise()),
            new Header("referer", "https://u:" + SECRET + "@h" + url),
            new Header("x-envoy-original-path", url),
            new Header("x-original-url", url));
    List<Header> answer =
        List.of(new Header("set-cookie", SECRET), new Header("location", "//h" + url));
    return Records.http(
        Records.transaction(
            response ? Transaction.Type.RESPONSE : Transaction.Type.REQUEST, Verdict.FORWARDED),
        random.nextBoolean() ? "h" : "u" + noise() + ":" + SECRET + noise() + "@h" + noise(),
        url,
        request,
        response ? answer : List.of(),
        response ? 200 : 0,
        OptionalLong.of(1));
  }

  private void assertNoSecret(String shown, HttpRecord record) {
    String basic =
        Base64.getEncoder().encodeToString(("u:" + SECRET).getBytes(StandardCharsets.UTF_8));
    var escaped = new StringBuilder();
    SECRET.chars().forEach(c -> escaped.append(String.format(Locale.ROOT, "%%%02X", c)));
    assertThat(shown)
        .as("seed %d, authority %s, path %s", seed, record.authority(), record.path())
        .doesNotContain(SECRET)
        .doesNotContain(basic)
        .doesNotContainIgnoringCase(escaped);
  }

  private String noise() {
    var out = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      out.append(pick(ODD));
    }
    return out.toString();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
