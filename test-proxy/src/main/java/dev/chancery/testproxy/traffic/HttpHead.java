package dev.chancery.testproxy.traffic;

import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
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
  record Answered(int status, String location) implements HttpHead {}

  static HttpHead read(HttpRequest request, HttpConnectionManager settings) {
    if (request.decoderResult().isFailure()) {
      return new Answered(400, "");
    }
    if (request.method().equals(HttpMethod.CONNECT)) {
      return new Answered(404, "");
    }
    if (request.headers().contains(HttpHeaderNames.UPGRADE)
        && request
            .headers()
            .get(HttpHeaderNames.CONNECTION, "")
            .toLowerCase()
            .contains("upgrade")) {
      return new Answered(403, "");
    }
    if (!hasOneHost(request)) {
      return new Answered(400, "");
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
        ? new Answered(307, redirected.location())
        : new Answered(400, "");
  }

  private static boolean hasOneHost(HttpRequest request) {
    int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
    return hosts == 1 || hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_0);
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
