package dev.chancery.accesslogs;

import dev.chancery.accesslogs.HttpRecord.Header;
import io.envoyproxy.envoy.config.core.v3.RequestMethod;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPRequestProperties;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPResponseProperties;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Headers of an entry. Envoy has joined the values of a repeated header with a comma, and keeps a
 * few headers in fields of their own.
 */
final class EntryHeaders {
  private static final String METHOD = ":method";
  private static final String FORWARDED_PROTO = "x-forwarded-proto";

  /** They have their own place in a record. */
  private static final Set<String> ELSEWHERE =
      Set.of(":authority", METHOD, ":path", ":scheme", ":status", FORWARDED_PROTO);

  private EntryHeaders() {}

  static List<Header> ofRequest(HTTPRequestProperties request) {
    var headers = new TreeMap<String, String>(request.getRequestHeadersMap());
    addMissing(headers, "user-agent", request.getUserAgent());
    addMissing(headers, "referer", request.getReferer());
    addMissing(headers, "x-forwarded-for", request.getForwardedFor());
    addMissing(headers, "x-request-id", request.getRequestId());
    return list(headers);
  }

  static List<Header> ofResponse(HTTPResponseProperties response) {
    return list(new TreeMap<>(response.getResponseHeadersMap()));
  }

  private static void addMissing(Map<String, String> headers, String name, String value) {
    if (!value.isEmpty()) {
      headers.putIfAbsent(name, value);
    }
  }

  private static List<Header> list(SortedMap<String, String> headers) {
    return headers.entrySet().stream()
        .filter(header -> !ELSEWHERE.contains(header.getKey()))
        .map(header -> new Header(header.getKey(), header.getValue()))
        .toList();
  }

  /** From the header where it is logged: the enum knows nine methods. */
  static String method(HTTPRequestProperties request) {
    String logged = request.getRequestHeadersOrDefault(METHOD, "");
    if (!logged.isEmpty()) {
      return logged;
    }
    RequestMethod method = request.getRequestMethod();
    return method == RequestMethod.METHOD_UNSPECIFIED || method == RequestMethod.UNRECOGNIZED
        ? ""
        : method.name();
  }

  static String scheme(HTTPRequestProperties request) {
    return request.getRequestHeadersOrDefault(FORWARDED_PROTO, request.getScheme());
  }
}
