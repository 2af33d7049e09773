package dev.chancery.flows.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.JsonFormat;
import dev.chancery.accesslogs.ConnectionRecord;
import dev.chancery.accesslogs.DnsRecord;
import dev.chancery.accesslogs.GenericRecord;
import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.accesslogs.ProxyRecord;
import dev.chancery.accesslogs.Transaction;
import dev.chancery.accesslogs.Transaction.Verdict;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.HTTPHeader;
import dev.chancery.api.flow.Policy;
import dev.chancery.redaction.RedactionOptions;
import dev.chancery.redaction.Redactor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowDecoderTest {
  private static final Instant RECEIVED = Instant.parse("2026-01-02T10:00:05Z");
  private static final Policy RULE =
      Policy.newBuilder().setName("rule1").setNamespace("default").build();

  private final FlowDecoder decoder =
      new FlowDecoder(new Redactor(RedactionOptions.DEFAULT), Records.lookup(), Records.origin());

  private Flow decode(ProxyRecord record) {
    return decoder.decode(record, FlowContext.at(RECEIVED));
  }

  private static String json(Flow flow) throws Exception {
    return JsonFormat.printer()
        .preservingProtoFieldNames()
        .omittingInsignificantWhitespace()
        .print(flow);
  }

  private static Header header(String name, String value) {
    return new Header(name, value);
  }

  @Test
  void methodDoesNotBreakTheLineOfASummary() {
    assertThat(summary(decode(Records.ofMethod("GET\n\u001b[2J\u0085"))))
        .isEqualTo("HTTP/1.1 GET\\n\\x1b[2J\\u0085 http://h/p");
  }

  @Test
  void flowSaysWhoWhereAndWhen() throws Exception {
    Flow flow = decode(Records.request("deathstar", "/v1", header("accept", "*/*")));
    var json = new ObjectMapper();
    assertThat(json.readTree(json(flow)))
        .isEqualTo(
            json.readTree(
                """
                {"time": "2026-01-02T10:00:05Z", "uuid": "some-uuid",
                 "emitter": {"name": "Hubble", "version": "1.19.4"},
                 "verdict": "FORWARDED",
                 "IP": {"source": "127.20.0.7", "destination": "127.20.0.5", "ipVersion": "IPv4"},
                 "l4": {"TCP": {"source_port": 41000, "destination_port": 8080}},
                 "source": {"identity": 301, "cluster_name": "default", "namespace": "default",
                   "labels": ["k8s:a=client", "k8s:z=1"], "pod_name": "xwing",
                   "workloads": [{"name": "xwing", "kind": "Deployment"}]},
                 "destination": {"ID": 7, "identity": 300, "cluster_name": "default",
                   "namespace": "default", "labels": ["k8s:a=server", "k8s:z=1"],
                   "pod_name": "deathstar",
                   "workloads": [{"name": "deathstar", "kind": "Deployment"}]},
                 "Type": "L7", "node_name": "default/node1", "node_labels": ["a=1", "b=2"],
                 "destination_names": ["deathstar.test"],
                 "l7": {"type": "REQUEST", "http": {"method": "GET",
                   "url": "http://deathstar/v1", "protocol": "HTTP/1.1",
                   "headers": [{"key": "Accept", "value": "*/*"}]}},
                 "event_type": {"type": 129},
                 "destination_service": {"name": "deathstar", "namespace": "default"},
                 "traffic_direction": "INGRESS", "is_reply": false,
                 "Summary": "HTTP/1.1 GET http://deathstar/v1"}
                """));
  }

  @Test
  void responseIsTurnedAroundAndHasTheLatencyThatTheProxyTells() {
    Flow flow = decode(Records.response(200, 5_900_000, header("x-request-id", "id-1")));
    assertThat(flow.getSource().getPodName()).isEqualTo("deathstar");
    assertThat(flow.getDestination().getPodName()).isEqualTo("xwing");
    assertThat(flow.getIP().getSource()).isEqualTo("127.20.0.5");
    assertThat(flow.getL4().getTCP().getSourcePort()).isEqualTo(8080);
    assertThat(flow.getSourceService().getName()).isEqualTo("deathstar");
    assertThat(flow.getSourceNamesList()).containsExactly("deathstar.test");
    assertThat(flow.getIsReply().getValue()).isTrue();
    assertThat(flow.getL7().getLatencyNs()).isEqualTo(5_900_000);
    assertThat(summary(flow)).isEqualTo("HTTP/1.1 200 5ms (GET http://h/p)");
    assertThat(flow.getL7().getHttp().getHeadersList())
        .extracting(HTTPHeader::getKey)
        .containsExactly("Server", "X-Request-Id");
  }

  @SuppressWarnings("deprecation")
  private static String summary(Flow flow) {
    return flow.getSummary();
  }

  @Test
  void policiesThatDecidedAreNamed() {
    var context = new FlowContext(RECEIVED, PolicyAttribution.of(true, false, List.of(RULE), 2));
    Flow flow = decoder.decode(Records.request("h", "/"), context);
    assertThat(flow.getIngressAllowedByList()).containsExactly(RULE);
    assertThat(flow.getPolicyMatchType()).isZero();
    assertThat(flow.getEgressAllowedByCount() + flow.getIngressDeniedByCount()).isZero();
  }

  @Test
  void deniedConnectionIsADrop() throws Exception {
    var record = new ConnectionRecord(Records.TIME, true, true, Records.CLIENT, Records.SERVER, "");
    Flow flow =
        decoder.decode(
            record, new FlowContext(RECEIVED, PolicyAttribution.of(true, true, List.of(RULE), 0)));
    assertThat(json(flow))
        .contains(
            "\"verdict\":\"DROPPED\",\"drop_reason\":133",
            "\"l4\":{\"TCP\":{\"source_port\":41000,\"destination_port\":8080,"
                + "\"flags\":{\"SYN\":true}}}",
            "\"Type\":\"L3_L4\"",
            "\"event_type\":{\"type\":1,\"sub_type\":133}",
            "\"traffic_direction\":\"INGRESS\",\"drop_reason_desc\":\"POLICY_DENIED\"",
            "\"Summary\":\"TCP Flags: SYN\"",
            "\"ingress_denied_by\":[{\"name\":\"rule1\",\"namespace\":\"default\"}]")
        .doesNotContain("is_reply", "\"l7\"");
  }

  @Test
  void allowedConnectionIsAPolicyVerdict() throws Exception {
    var record =
        new ConnectionRecord(Records.TIME, false, false, Records.CLIENT, Records.SERVER, "");
    Flow flow =
        decoder.decode(
            record,
            new FlowContext(RECEIVED, PolicyAttribution.of(false, false, List.of(RULE), 2)));
    assertThat(json(flow))
        .contains(
            "\"verdict\":\"FORWARDED\"",
            "\"event_type\":{\"type\":5}",
            "\"traffic_direction\":\"EGRESS\",\"policy_match_type\":2",
            "\"Summary\":\"TCP Flags: SYN\"",
            "\"egress_allowed_by\":[{\"name\":\"rule1\",\"namespace\":\"default\"}]")
        .doesNotContain("is_reply", "drop_reason");
  }

  @Test
  void overLongValuesAreCutWithAMarkAndCounted() {
    String path = "/" + "p".repeat(20_000);
    String value = "v".repeat(60_000);
    Flow flow = decode(Records.request("h", path, header("x-long", value)));
    assertThat(flow.getL7().getHttp().getUrl())
        .startsWith("http://h/ppp")
        .hasSizeLessThan(17_000)
        .endsWith("…[truncated " + ("http://h".length() + path.length() - 16_384) + " bytes]");
    assertThat(flow.getL7().getHttp().getHeaders(0).getValue())
        .endsWith("…[truncated " + (60_000 - 8_192) + " bytes]");
    assertThat(decoder.truncatedValues()).isEqualTo(2);
  }

  @Test
  void cutDoesNotUncoverAPassword() {
    var redactor =
        new Redactor(new RedactionOptions(true, true, true, List.of(), List.of("cookie")));
    var strict = new FlowDecoder(redactor, EndpointLookup.NONE, Records.origin());
    String password = "SECRET".repeat(20_000);
    Flow flow =
        strict.decode(
            Records.request(
                "u:" + password + "@h", "/", header("referer", "//u:" + password + "@h/")),
            FlowContext.at(RECEIVED));
    assertThat(flow.toString()).doesNotContain("SECRET");
  }

  @Test
  void traceOfAResponseIsThatOfItsRequest() {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    Header[] headers = {header("traceparent", parent), header("x-request-id", "id-9")};
    decode(Records.request("h", "/", headers));
    Flow response = decode(Records.response(200, 1, header("x-request-id", "id-9")));
    Flow again = decode(Records.response(200, 1, header("x-request-id", "id-9")));
    assertThat(response.getTraceContext().getParent().getTraceId())
        .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(again.hasTraceContext()).isFalse();
  }

  @Test
  void memoryOfRequestsIsBounded() {
    var memory = new RequestMemory();
    for (int i = 0; i < 2 * RequestMemory.CAPACITY; i++) {
      memory.remember("id" + i, Records.TIME, "trace");
    }
    memory.remember("x".repeat(10_000), Records.TIME, "");
    assertThat(memory.forgetTime("id0")).isNull();
    assertThat(memory.forgetTime("id" + RequestMemory.CAPACITY)).isEqualTo(Records.TIME);
    assertThat(memory.forgetTime("x".repeat(10_000))).isNull();
  }

  @Test
  void oddTextNeverThrows() throws Exception {
    String odd = "\ud800\u0000\n%zz";
    var transaction = Records.transaction(Transaction.Type.RESPONSE, Verdict.OTHER);
    for (ProxyRecord record :
        List.of(
            Records.request(odd, odd, header(odd, odd)),
            new GenericRecord(transaction, odd, Map.of(odd, odd)),
            new DnsRecord(
                transaction,
                odd,
                List.of(-1, 70_000),
                List.of(),
                List.of(odd, "::1%" + odd),
                List.of(odd),
                -1,
                -1,
                odd))) {
      Flow flow = decode(record);
      assertThat(Flow.parseFrom(flow.toByteArray())).isEqualTo(flow);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02, true",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03, false",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x, false",
    "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff-x, true",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, false",
    "00-4BF92F3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, false",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01, false",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01, false",
    "junk, false"
  })
  void readsTraceParents(String header, boolean valid) {
    assertThat(TraceParent.traceId(header))
        .isEqualTo(valid ? "4bf92f3577b34da6a3ce929d0e0e4736" : "");
  }
}
