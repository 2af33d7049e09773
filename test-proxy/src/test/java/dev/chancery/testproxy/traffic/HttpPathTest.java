package dev.chancery.testproxy.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The path that filters see. */
class HttpPathTest {
  private static final HttpConnectionManager NORMALIZING =
      HttpConnectionManager.newBuilder()
          .setNormalizePath(BoolValue.of(true))
          .setMergeSlashes(true)
          .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT)
          .build();

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b",
    "/a/./b, /a/b",
    "/a/../b, /b",
    "/../../b, /b",
    "/a/b/.., /a/",
    "/a/b/., /a/b/",
    "//a///b, /a/b",
    "/a\\b, /a/b",
    "/%61dmin, /admin",
    "/a/%2e%2e/b, /b",
    "/a%20b, /a%20b",
    "/a%252fb, /a%252fb",
    "/a/../b?c=/../d%2f, /b?c=/../d%2f",
  })
  void normalizes(String sent, String seen) {
    assertThat(HttpPath.of(sent, NORMALIZING)).isEqualTo(new HttpPath.Accepted(seen));
  }

  @ParameterizedTest
  @CsvSource({
    "/public%2f..%2fadmin, /admin",
    "/a%5Cb, /a/b",
    "/a%2Fb?c=d, /a/b?c=d",
  })
  void redirectsEscapedSlashes(String sent, String location) {
    assertThat(HttpPath.of(sent, NORMALIZING)).isEqualTo(new HttpPath.Redirected(location));
  }

  @ParameterizedTest
  @CsvSource({"a/b", "*", "/a#b", "/a%00"})
  void refuses(String sent) {
    assertThat(HttpPath.of(sent, NORMALIZING)).isInstanceOf(HttpPath.Refused.class);
  }

  @Test
  void leavesPathsAsTheyAreWhereNothingIsSet() {
    HttpConnectionManager plain = HttpConnectionManager.getDefaultInstance();

    assertThat(HttpPath.of("//a/../b%2f\\c", plain))
        .isEqualTo(new HttpPath.Accepted("//a/../b%2f\\c"));
  }
}
