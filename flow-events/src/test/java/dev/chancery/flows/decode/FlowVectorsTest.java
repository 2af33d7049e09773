package dev.chancery.flows.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.JsonFormat;
import dev.chancery.accesslogs.ProxyRecord;
import dev.chancery.api.flow.Flow;
import dev.chancery.redaction.RedactionOptions;
import dev.chancery.redaction.Redactor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hubble's own answers: every row of {@code l7-flows.jsonl}, a group through one decoder. */
class FlowVectorsTest {
  /** Of these ours hides query and password too, where Hubble shows the value whole. */
  private static final Set<String> URL_HEADERS = Set.of("Location", "Referer", "Origin", "Link");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> decodesAsHubbleDoes() {
    return FlowVectors.groups().entrySet().stream()
        .map(group -> DynamicTest.dynamicTest(group.getKey(), () -> assertGroup(group.getValue())));
  }

  private static void assertGroup(List<JsonNode> rows) throws Exception {
    RedactionOptions options = options(rows.get(0).get("redaction"));
    var origin = new FlowOrigin("", List.of(), "", "", () -> "");
    var decoder = new FlowDecoder(new Redactor(options), EndpointLookup.NONE, origin);
    for (JsonNode row : rows) {
      ProxyRecord record = FlowVectors.record(row);
      assertRow(row, decoder.decode(record, FlowContext.at(record.time())));
    }
  }

  private static void assertRow(JsonNode row, Flow flow) throws Exception {
    var actual =
        (ObjectNode) JSON.readTree(JsonFormat.printer().preservingProtoFieldNames().print(flow));
    ObjectNode expected = row.get("flow").deepCopy();
    String summary = actual.path("Summary").asText();
    hideUrlHeaders(expected, row.get("redaction"));
    if (row.path("reference_leaks").asBoolean()) {
      assertHidden(row, summary + " " + actual.at("/l7/http/url").asText());
      for (ObjectNode both : List.of(actual, expected)) {
        both.remove("Summary");
        ((ObjectNode) both.at("/l7/http")).remove("url");
      }
    } else {
      assertThat(summary).as(row.get("id").asText()).isEqualTo(row.get("summary").asText());
    }
    assertThat(actual).as(row.get("id").asText()).isEqualTo(expected);
  }

  private static void hideUrlHeaders(ObjectNode flow, JsonNode redaction) {
    boolean hidden = redaction.get("redact").asBoolean() && redaction.get("urlquery").asBoolean();
    for (JsonNode header : flow.at("/l7/http/headers")) {
      if (hidden && URL_HEADERS.contains(header.path("key").asText())) {
        String value = header.path("value").asText();
        ((ObjectNode) header).put("value", value.replaceFirst("[?#].*", ""));
      }
    }
  }

  private static void assertHidden(JsonNode row, String shown) {
    for (String secret : leaked(row)) {
      String once = decode(shown);
      assertThat(List.of(shown, once, decode(once)))
          .as(row.get("id").asText())
          .allSatisfy(text -> assertThat(text).doesNotContain(secret));
    }
  }

  private static List<String> leaked(JsonNode row) {
    JsonNode http = row.at("/record/http");
    List<String> secrets = new ArrayList<>();
    for (JsonNode kind : row.get("leaked")) {
      secrets.add(
          kind.asText().equals("query")
              ? http.path("path").asText().split("[?#]", 2)[1]
              : http.path("host").asText().replaceFirst("^[^:]*:(.*)@.*$", "$1"));
    }
    assertThat(secrets).isNotEmpty().doesNotContain("");
    return secrets;
  }

  private static String decode(String text) {
    return URLDecoder.decode(
        text.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
  }

  private static RedactionOptions options(JsonNode redaction) {
    return new RedactionOptions(
        redaction.get("redact").asBoolean(),
        redaction.get("urlquery").asBoolean(),
        redaction.get("userinfo").asBoolean(),
        names(redaction.get("headers_allow")),
        names(redaction.get("headers_deny")));
  }

  private static List<String> names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(name -> names.add(name.asText().toUpperCase(Locale.ROOT)));
    return names;
  }
}
