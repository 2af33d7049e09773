package dev.chancery.flows.decode;

import dev.chancery.accesslogs.HttpRecord;
import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.accesslogs.Transaction;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.HTTP;
import dev.chancery.api.flow.HTTPHeader;
import dev.chancery.redaction.Redactor;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The HTTP part of a flow, redacted. */
final class HttpFlows {
  private final Redactor redactor;
  private final FieldLimits limits;
  private final RequestMemory memory = new RequestMemory();

  HttpFlows(Redactor redactor, FieldLimits limits) {
    this.redactor = redactor;
    this.limits = limits;
  }

  void addTo(Flow.Builder flow, HttpRecord record) {
    boolean response = record.transaction().type() == Transaction.Type.RESPONSE;
    String method = limits.limit(Redactor.text(record.method()), FieldLimits.METHOD_CHARS);
    String protocol = record.version().text();
    String url =
        limits.limit(
            redactor.url(record.scheme(), record.authority(), record.path()),
            FieldLimits.URL_CHARS);
    HTTP.Builder http = HTTP.newBuilder().setMethod(method).setUrl(url).setProtocol(protocol);
    HeaderNames.sorted(shownHeaders(record, response)).forEach(h -> http.addHeaders(show(h)));
    if (response) {
      long latency = latencyNanos(record);
      http.setCode(record.status());
      flow.getL7Builder().setLatencyNs(latency);
      Summaries.set(
          flow,
          protocol
              + " "
              + Integer.toUnsignedLong(record.status())
              + " "
              + TimeUnit.NANOSECONDS.toMillis(latency)
              + "ms ("
              + GoString.oneLine(method)
              + " "
              + url
              + ")");
    } else {
      memory.remember(requestId(record), record.time(), trace(record));
      Summaries.set(flow, protocol + " " + GoString.oneLine(method) + " " + url);
    }
    String trace = response ? traceOfResponse(record) : trace(record);
    if (!trace.isEmpty()) {
      flow.getTraceContextBuilder().getParentBuilder().setTraceId(trace);
    }
    flow.getL7Builder().setHttp(http);
  }

  private HTTPHeader show(Header header) {
    String value =
        limits.limit(redactor.header(header.name(), header.value()), FieldLimits.HEADER_CHARS);
    return HTTPHeader.newBuilder()
        .setKey(limits.limit(Redactor.text(header.name()), FieldLimits.HEADER_CHARS))
        .setValue(value)
        .build();
  }

  /** Those of the request; or those of the response, with the id of its request. */
  private static List<Header> shownHeaders(HttpRecord record, boolean response) {
    if (!response) {
      return record.requestHeaders();
    }
    Stream<Header> ids =
        record.requestHeaders().stream().filter(h -> HeaderNames.isRequestId(h.name()));
    return Stream.concat(record.responseHeaders().stream(), ids).toList();
  }

  private long latencyNanos(HttpRecord response) {
    Instant asked = memory.forgetTime(requestId(response));
    if (response.latencyNanos().isPresent()) {
      return Math.max(0, response.latencyNanos().getAsLong());
    }
    return asked == null ? 0 : Math.max(0, nanosBetween(asked, response.time()));
  }

  private static long nanosBetween(Instant from, Instant to) {
    return TimeUnit.SECONDS.toNanos(to.getEpochSecond() - from.getEpochSecond())
        + (to.getNano() - from.getNano());
  }

  private String traceOfResponse(HttpRecord response) {
    String remembered = memory.forgetTrace(requestId(response));
    return remembered.isEmpty() ? trace(response) : remembered;
  }

  private static String trace(HttpRecord record) {
    return TraceParent.traceId(HeaderNames.first(record.requestHeaders(), "traceparent"));
  }

  private static String requestId(HttpRecord record) {
    String own = HeaderNames.first(record.requestHeaders(), HeaderNames.REQUEST_ID);
    return own.isEmpty()
        ? HeaderNames.first(record.responseHeaders(), HeaderNames.REQUEST_ID)
        : own;
  }
}
