package dev.chancery.testproxy.traffic;

import dev.chancery.api.cilium.EntryType;
import dev.chancery.api.cilium.HttpLogEntry;
import dev.chancery.api.cilium.HttpProtocol;
import dev.chancery.api.cilium.KeyValue;
import dev.chancery.api.cilium.LogEntry;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** What {@code cilium.l7policy} writes of the requests of one connection (§7.3). */
final class AccessRecords {
  private static final String REQUEST_ID = "x-request-id";
  private static final String PROTO = "x-forwarded-proto";

  private final Visit visit;
  private final Consumer<LogEntry> log;
  private final InstantSource clock;

  AccessRecords(Visit visit, Consumer<LogEntry> log, InstantSource clock) {
    this.visit = visit;
    this.log = log;
    this.clock = clock;
  }

  /**
   * An allowed request.
   *
   * @param missing what header rules found missing; names and values
   * @param rejected what header rules took away
   */
  HttpLogEntry request(HttpRequest request, List<KeyValue> missing, List<KeyValue> rejected) {
    return request(EntryType.Request, request, missing, rejected);
  }

  /** A request that is answered with 403; its response is a record of its own. */
  HttpLogEntry denied(HttpRequest request, List<KeyValue> missing, List<KeyValue> rejected) {
    return request(EntryType.Denied, request, missing, rejected);
  }

  private HttpLogEntry request(
      EntryType type, HttpRequest request, List<KeyValue> missing, List<KeyValue> rejected) {
    HttpLogEntry.Builder http =
        HttpLogEntry.newBuilder()
            .setHttpProtocol(
                request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                    ? HttpProtocol.HTTP10
                    : HttpProtocol.HTTP11)
            .setScheme(request.headers().get(PROTO, ""))
            .setHost(request.headers().get(HttpHeaderNames.HOST, ""))
            .setPath(request.uri())
            .setMethod(request.method().name())
            .addAllMissingHeaders(missing)
            .addAllRejectedHeaders(rejected);
    for (Map.Entry<String, String> header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!name.equals("host") && !name.equals(PROTO)) {
        http.addHeaders(pair(name, header.getValue()));
      }
    }
    HttpLogEntry entry = http.build();
    write(type, entry);
    return entry;
  }

  /**
   * The response to a request.
   *
   * @param request its record
   */
  void response(HttpLogEntry request, int status, HttpHeaders headers) {
    HttpLogEntry.Builder http = request.toBuilder().clearHeaders().setStatus(status);
    headers.forEach(h -> http.addHeaders(pair(h.getKey().toLowerCase(Locale.ROOT), h.getValue())));
    request.getHeadersList().stream()
        .filter(h -> h.getKey().equals(REQUEST_ID))
        .forEach(http::addHeaders);
    write(EntryType.Response, http.build());
  }

  private void write(EntryType type, HttpLogEntry http) {
    Instant now = clock.instant();
    log.accept(
        LogEntry.newBuilder()
            .setTimestamp(now.getEpochSecond() * 1_000_000_000L + now.getNano())
            .setIsIngress(visit.way() == Way.INGRESS)
            .setEntryType(type)
            .setPolicyName(visit.policyName())
            .setProxyId(visit.proxyId())
            .setSourceSecurityId(visit.sourceId())
            .setDestinationSecurityId(visit.destinationId())
            .setSourceAddress(Passage.text(visit.passage().source()))
            .setDestinationAddress(Passage.text(visit.passage().destination()))
            .setHttp(http)
            .build());
  }

  private static KeyValue pair(String key, String value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }
}
