package dev.chancery.accesslogs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.accesslogs.Transaction.Verdict;
import dev.chancery.api.cilium.EntryType;
import dev.chancery.api.cilium.HttpProtocol;
import dev.chancery.api.cilium.KafkaLogEntry;
import dev.chancery.api.cilium.LogEntry;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogEntryDecoderTest {
  private final RecordProblems problems = new RecordProblems(InstantSource.system());
  private final LogEntryDecoder decoder = new LogEntryDecoder(problems);

  private static LogEntry.Builder entry(EntryType type) {
    var entry =
        LogEntry.newBuilder()
            .setTimestamp(1_767_348_001_000_000_007L)
            .setEntryType(type)
            .setIsIngress(true)
            .setPolicyName("10.0.2.9")
            .setSourceSecurityId(-1)
            .setSourceAddress("10.0.1.5:41234")
            .setDestinationAddress("[fd00::1]:80");
    entry
        .getHttpBuilder()
        .setMethod("GET")
        .setPath("/")
        .setStatus(403)
        .addHeadersBuilder()
        .setKey("a")
        .setValue("b");
    return entry;
  }

  private HttpRecord decode(LogEntry.Builder entry) {
    return (HttpRecord) decoder.decode(entry.build().toByteArray()).orElseThrow();
  }

  @Test
  void requestAndDenialAreRequestsAndOnlyAResponseHasAStatus() {
    HttpRecord request = decode(entry(EntryType.Request));
    HttpRecord denied = decode(entry(EntryType.Denied));
    HttpRecord response = decode(entry(EntryType.Response));
    assertThat(request.transaction().verdict()).isEqualTo(Verdict.FORWARDED);
    assertThat(denied.transaction().type()).isEqualTo(Transaction.Type.REQUEST);
    assertThat(denied.transaction().verdict()).isEqualTo(Verdict.DENIED);
    assertThat(denied.status()).isZero();
    assertThat(response.transaction().type()).isEqualTo(Transaction.Type.RESPONSE);
    assertThat(response.transaction().verdict()).isEqualTo(Verdict.FORWARDED);
    assertThat(response.status()).isEqualTo(403);
    assertThat(request.requestHeaders()).hasSize(1);
    assertThat(response.requestHeaders()).isEmpty();
    assertThat(response.responseHeaders()).hasSize(1);
  }

  @Test
  void numbersAreUnsigned() {
    HttpRecord record = decode(entry(EntryType.Request));
    assertThat(record.transaction().sourceIdentity()).isEqualTo(4_294_967_295L);
    assertThat(record.time()).isEqualTo(Instant.parse("2026-01-02T10:00:01.000000007Z"));
    assertThat(decode(entry(EntryType.Request).setTimestamp(-1)).time())
        .isEqualTo(Instant.ofEpochSecond(18_446_744_073L, 709_551_615));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.1.5:80, /10.0.1.5:80",
    "[fd00::1]:80, /[fd00:0:0:0:0:0:0:1]:80",
    "10.0.1.5:99999, /10.0.1.5:65535",
    "10.0.1.5:x, /10.0.1.5:0",
    "10.0.1.5:, /10.0.1.5:0",
    "10.0.1.5:000000080, /10.0.1.5:80"
  })
  void readsAddresses(String text, String expected) {
    Transaction transaction = decode(entry(EntryType.Request).setSourceAddress(text)).transaction();
    assertThat(transaction.source()).hasToString(expected);
    assertThat(problems.count(RecordProblem.ADDRESS)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"''", "example.com:80", "10.0.1.5", "[fd00::1:80", "10.0.1:80", "/run/x.sock"})
  void keepsTheRecordWithoutABrokenAddress(String text) {
    InetSocketAddress source =
        decode(entry(EntryType.Request).setSourceAddress(text)).transaction().source();
    assertThat(source.getAddress()).isNull();
    assertThat(problems.count(RecordProblem.ADDRESS)).isEqualTo(1);
  }

  @Test
  void unknownEnumsAreNotGuessed() {
    var entry = entry(EntryType.Request).setEntryTypeValue(9);
    entry.getHttpBuilder().setHttpProtocolValue(9);
    HttpRecord record = decode(entry);
    assertThat(record.transaction().verdict()).isEqualTo(Verdict.OTHER);
    assertThat(record.version()).isEqualTo(HttpRecord.Version.UNKNOWN);
    assertThat(problems.count(RecordProblem.UNKNOWN_ENUM)).isEqualTo(2);
  }

  @Test
  void whatIsNoRecordIsCounted() {
    assertThat(decoder.decode(new byte[] {(byte) 0xff, 1, 2})).isEmpty();
    assertThat(decoder.decode(new byte[0])).isEmpty();
    var kafka = LogEntry.newBuilder().setKafka(KafkaLogEntry.getDefaultInstance()).build();
    assertThat(decoder.decode(kafka)).isEmpty();
    assertThat(problems.count(RecordProblem.UNDECODABLE)).isEqualTo(1);
    assertThat(problems.count(RecordProblem.INCOMPLETE)).isEqualTo(1);
    assertThat(problems.count(RecordProblem.UNSUPPORTED_PROTOCOL)).isEqualTo(1);
  }

  @Test
  void damagedBytesNeverThrow() {
    long seed = Long.getLong("chancery.seed", System.nanoTime());
    System.out.println("LogEntryDecoderTest seed " + seed);
    var random = new Random(seed);
    byte[] whole = entry(EntryType.Response).build().toByteArray();
    long decoded = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      if (bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      decoded += decoder.decode(bytes).isPresent() ? 1 : 0;
    }
    long refused =
        problems.count(RecordProblem.UNDECODABLE)
            + problems.count(RecordProblem.INCOMPLETE)
            + problems.count(RecordProblem.UNSUPPORTED_PROTOCOL);
    assertThat(decoded + refused).isEqualTo(5_000);
  }

  private static LogEntry.Builder withHeader(LogEntry.Builder entry, String name, String value) {
    entry.getHttpBuilder().addHeadersBuilder().setKey(name).setValue(value);
    return entry;
  }

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static LogEntry.Builder hop(EntryType type, boolean ingress, String client, long nanos) {
    return withHeader(entry(type), "x-request-id", "r-1")
        .setIsIngress(ingress)
        .setSourceAddress(client)
        .setTimestamp(nanos);
  }

  @Test
  void responseKnowsItsOwnRequestThoughTheIdIsTheSameOnEveryHop() {
    decode(withHeader(hop(EntryType.Request, false, "10.0.1.5:1", 1_000), "traceparent", TRACE));
    decode(withHeader(hop(EntryType.Request, true, "10.0.1.5:2", 2_000), "traceparent", TRACE));
    HttpRecord inner = decode(hop(EntryType.Response, true, "10.0.1.5:2", 2_500));
    HttpRecord outer = decode(hop(EntryType.Response, false, "10.0.1.5:1", 4_000));
    assertThat(inner.latencyNanos()).hasValue(500);
    assertThat(outer.latencyNanos()).hasValue(3_000);
    assertThat(outer.requestHeaders()).containsExactly(new Header("traceparent", TRACE));
    assertThat(outer.responseHeaders()).contains(new Header("x-request-id", "r-1"));
    assertThat(decode(hop(EntryType.Response, false, "10.0.1.5:1", 4_000)).latencyNanos())
        .isEmpty();
  }

  @Test
  void denialTakesNoTimeAndAClockThatGoesBackGivesNone() {
    decode(hop(EntryType.Denied, true, "10.0.1.5:1", 1_000));
    assertThat(decode(hop(EntryType.Response, true, "10.0.1.5:1", 9_000)).latencyNanos())
        .hasValue(0);
    decode(hop(EntryType.Request, true, "10.0.1.5:1", 9_000));
    assertThat(decode(hop(EntryType.Response, true, "10.0.1.5:1", 1_000)).latencyNanos()).isEmpty();
  }

  @Test
  void withoutAnIdTheConnectionIsEnoughForOneRequestAtATime() {
    decode(entry(EntryType.Request).setTimestamp(1_000));
    assertThat(decode(entry(EntryType.Response).setTimestamp(1_700)).latencyNanos()).hasValue(700);
    var request = entry(EntryType.Request).setTimestamp(1_000);
    request.getHttpBuilder().setHttpProtocol(HttpProtocol.HTTP2);
    decode(request);
    var response = entry(EntryType.Response).setTimestamp(1_700);
    response.getHttpBuilder().setHttpProtocol(HttpProtocol.HTTP2);
    assertThat(decode(response).latencyNanos()).isEmpty();
  }

  @Test
  void openRequestsAreBounded() {
    for (int i = 0; i <= OpenRequests.CAPACITY; i++) {
      decode(hop(EntryType.Request, true, "10.0.1.5:" + i, 1_000));
    }
    assertThat(decode(hop(EntryType.Response, true, "10.0.1.5:0", 2_000)).latencyNanos()).isEmpty();
    assertThat(decode(hop(EntryType.Response, true, "10.0.1.5:1", 2_000)).latencyNanos())
        .hasValue(1_000);
  }

  @Test
  void headersThatHaveTheirOwnPlaceAreNotRepeated() {
    var entry = entry(EntryType.Request);
    withHeader(entry, ":scheme", "http");
    withHeader(entry, "x-forwarded-proto", "http");
    withHeader(entry, ":protocol", "websocket");
    assertThat(decode(entry).requestHeaders())
        .containsExactly(new Header("a", "b"), new Header(":protocol", "websocket"));
  }

  @Test
  void keepsWhatARuleMissedAndRejected() {
    var entry = entry(EntryType.Denied);
    entry.getHttpBuilder().addMissingHeadersBuilder().setKey("x-key").setValue("[redacted]");
    entry.getHttpBuilder().addRejectedHeadersBuilder().setKey("x-other").setValue("1");
    HttpRecord record = decode(entry);
    assertThat(record.missingHeaders()).containsExactly(new Header("x-key", "[redacted]"));
    assertThat(record.rejectedHeaders()).containsExactly(new Header("x-other", "1"));
  }

  /** Latin-1 in the headers, the path and the key of a map, as any client may send it. */
  @Test
  void bytesThatAreNoTextAreMarkedAndTheRecordIsKept() {
    byte[] entry = withHeader(entry(EntryType.Denied), "x-name", "MARK").build().toByteArray();
    byte[] odd =
        new String(entry, StandardCharsets.ISO_8859_1)
            .replace("MARK", "J\u00fc\u00ffn")
            .getBytes(StandardCharsets.ISO_8859_1);
    HttpRecord record = (HttpRecord) decoder.decode(odd).orElseThrow();
    assertThat(record.transaction().verdict()).isEqualTo(Verdict.DENIED);
    assertThat(record.transaction().sourceIdentity()).isEqualTo(4_294_967_295L);
    assertThat(record.requestHeaders()).contains(new Header("x-name", "J\ufffd\ufffdn"));
    assertThat(problems.count(RecordProblem.TEXT)).isEqualTo(1);
    assertThat(problems.count(RecordProblem.UNDECODABLE)).isZero();
  }

  @Test
  void genericFieldsMayBeNoTextEither() {
    var entry = LogEntry.newBuilder();
    entry.getGenericL7Builder().setProto("r2d2").putFields("cmd", "MARK");
    byte[] odd =
        new String(entry.build().toByteArray(), StandardCharsets.ISO_8859_1)
            .replace("MARK", "a\u00ffbc")
            .getBytes(StandardCharsets.ISO_8859_1);
    GenericRecord record = (GenericRecord) decoder.decode(odd).orElseThrow();
    assertThat(record.fields()).containsExactly(Map.entry("cmd", "a\ufffdbc"));
  }

  @Test
  void readsWhatRemainsOfABufferAndLeavesIt() {
    byte[] entry = entry(EntryType.Request).build().toByteArray();
    var buffer = ByteBuffer.allocate(entry.length + 10).position(3).put(entry).flip().position(3);
    assertThat(decoder.decode(buffer)).isPresent();
    assertThat(buffer.position()).isEqualTo(3);
  }
}
