package dev.chancery.testproxy.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;

/** What the connection manager does before any filter is asked. */
class HttpHeadTest {
  @Test
  void filtersSeeSchemeAndRequestIdOfTheProxyAlone() {
    HttpRequest request = request("GET", "/a");
    request.headers().set("x-request-id", "mine").set("x-forwarded-proto", "https");

    assertThat(read(request)).isEqualTo(new HttpHead.Accepted());
    assertThat(request.headers().get("x-forwarded-proto")).isEqualTo("http");
    assertThat(request.headers().get("x-request-id")).isNotEqualTo("mine");
  }

  @Test
  void authorityOfTheRequestLineStandsAboveTheHostHeader() {
    HttpRequest request = request("GET", "http://other.example/a?b");

    assertThat(read(request)).isEqualTo(new HttpHead.Accepted());
    assertThat(request.headers().get("host")).isEqualTo("other.example");
    assertThat(request.uri()).isEqualTo("/a?b");
  }

  @Test
  void unknownMethodsAreMalformed() {
    assertThat(read(request("post", "/a"))).isEqualTo(HttpHead.Answered.malformed());
  }

  @Test
  void oneHostIsDemanded() {
    HttpRequest two = request("GET", "/a");
    two.headers().add("host", "other");
    HttpRequest none = request("GET", "/a");
    none.headers().remove("host");

    assertThat(read(two)).isEqualTo(HttpHead.Answered.of(400));
    assertThat(read(none)).isEqualTo(HttpHead.Answered.of(400));
  }

  @Test
  void protocolsAreNotChanged() {
    HttpRequest upgrade = request("GET", "/a");
    upgrade.headers().set("connection", "keep-alive, Upgrade").set("upgrade", "h2c");

    assertThat(read(upgrade)).isEqualTo(HttpHead.Answered.of(403));
    assertThat(read(request("CONNECT", "server:80"))).isEqualTo(HttpHead.Answered.of(404));
  }

  private static HttpHead read(HttpRequest request) {
    return HttpHead.read(request, HttpConnectionManager.getDefaultInstance());
  }

  private static HttpRequest request(String method, String target) {
    var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), target);
    request.headers().set("host", "server");
    return request;
  }
}
