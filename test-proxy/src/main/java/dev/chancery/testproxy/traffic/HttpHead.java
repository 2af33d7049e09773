package dev.chancery.testproxy.traffic;

import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * What a connection manager does to the head of a request before its filters see it, as far as
 * policy and access log can tell.
 */
sealed interface HttpHead {
  /** The request, changed in place, is one for the filters. */
  record Accepted() implements HttpHead {}

  /**
   * The connection manager answers by itself.
   *
   * @param location of a redirect; empty for none
   */
  record Answered(int status, String location, String body) implements HttpHead {
    /** Without redirect and body. */
    static Answered of(int status) {
      return new Answered(status, "", "");
    }

    /** What is wrong before it is a request at all. */
    static Answered malformed() {
      return new Answered(400, "", "Bad Request");
    }
  }

  /** Methods of RFC 9110 and of WebDAV; the codec knows no others. */
  Set<String> METHODS =
      Set.of(
          "ACL",
          "BIND",
          "CHECKOUT",
          "CONNECT",
          "COPY",
          "DELETE",
          "GET",
          "HEAD",
          "LINK",
          "LOCK",
          "MERGE",
          "MKACTIVITY",
          "MKCALENDAR",
          "MKCOL",
          "MOVE",
          "MSEARCH",
          "NOTIFY",
          "OPTIONS",
          "PATCH",
          "POST",
          "PROPFIND",
          "PROPPATCH",
          "PURGE",
          "PUT",
          "REBIND",
          "REPORT",
          "SEARCH",
          "SOURCE",
          "SUBSCRIBE",
          "TRACE",
          "UNBIND",
          "UNLINK",
          "UNLOCK",
          "UNSUBSCRIBE");

  static HttpHead read(HttpRequest request, HttpConnectionManager settings) {
    if (request.decoderResult().isFailure() || !METHODS.contains(request.method().name())) {
      return Answered.malformed();
    }
    if (request.method().equals(HttpMethod.CONNECT)) {
      return Answered.of(404);
    }
    if (request.headers().contains(HttpHeaderNames.UPGRADE)
        && request
            .headers()
            .get(HttpHeaderNames.CONNECTION, "")
            .toLowerCase(Locale.ROOT)
            .contains("upgrade")) {
      return Answered.of(403);
    }
    if (!hasOneHost(request)) {
      return Answered.of(400);
    }
    absoluteForm(request);
    HttpPath path = HttpPath.of(request.uri(), settings);
    if (path instanceof HttpPath.Accepted accepted) {
      request.setUri(accepted.path());
      request.headers().set("x-forwarded-proto", "http");
      request.headers().set("x-request-id", UUID.randomUUID().toString());
      return new Accepted();
    }
    return path instanceof HttpPath.Redirected redirected
        ? new Answered(307, redirected.location(), "")
        : Answered.of(400);
  }

  private static boolean hasOneHost(HttpRequest request) {
    int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
    return hosts == 1 || (hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_0));
  }

  /** The authority of {@code GET http://host/path} stands above the host header. */
  private static void absoluteForm(HttpRequest request) {
    String target = request.uri();
    int authority = target.indexOf("://");
    if (target.startsWith("/") || authority < 0) {
      return;
    }
    int path = target.indexOf('/', authority + 3);
    int end = path < 0 ? target.length() : path;
    request.headers().set(HttpHeaderNames.HOST, target.substring(authority + 3, end));
    request.setUri(path < 0 ? "/" : target.substring(path));
  }
}
