package dev.chancery.accesslogs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.api.cilium.EntryType;
import dev.chancery.api.cilium.HttpProtocol;
import dev.chancery.api.cilium.LogEntry;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class OpenRequestsTest {
  private final LogEntryDecoder decoder =
      new LogEntryDecoder(new RecordProblems(InstantSource.system()));

  private HttpRecord decode(LogEntry.Builder entry) {
    return (HttpRecord) decoder.decode(entry.build()).orElseThrow();
  }

  private static LogEntry.Builder entry(EntryType type) {
    var entry =
        LogEntry.newBuilder()
            .setEntryType(type)
            .setSourceAddress("10.0.1.5:41234")
            .setDestinationAddress("10.0.2.9:80");
    entry.getHttpBuilder().setHttpProtocol(HttpProtocol.HTTP11).setMethod("GET").setPath("/");
    return entry;
  }

  private static LogEntry.Builder header(LogEntry.Builder entry, String name, String value) {
    entry.getHttpBuilder().addHeadersBuilder().setKey(name).setValue(value);
    return entry;
  }

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static LogEntry.Builder hop(EntryType type, boolean ingress, String client, long nanos) {
    return header(entry(type), "x-request-id", "r-1")
        .setIsIngress(ingress)
        .setSourceAddress(client)
        .setTimestamp(nanos);
  }

  @Test
  void responseKnowsItsOwnRequestThoughTheIdIsTheSameOnEveryHop() {
    decode(header(hop(EntryType.Request, false, "10.0.1.5:1", 1_000), "traceparent", TRACE));
    decode(header(hop(EntryType.Request, true, "10.0.1.5:2", 2_000), "traceparent", TRACE));
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
}
