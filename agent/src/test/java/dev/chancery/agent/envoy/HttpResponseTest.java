package dev.chancery.agent.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpResponseTest {
  @Test
  void readsABodyUpToTheEnd() throws Exception {
    assertThat(parse("HTTP/1.1 503 Service Unavailable\r\nx: y\r\n\r\nPRE_INITIALIZING\n"))
        .isEqualTo(new HttpResponse(503, "PRE_INITIALIZING\n"));
  }

  @Test
  void joinsChunks() throws Exception {
    assertThat(
            parse(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nLIé\r\n2\r\nVE\r\n0\r\n\r\n"))
        .isEqualTo(new HttpResponse(200, "LIéVE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 \r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "SSH-2.0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nab\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-1\r\nab\r\n"
      })
  void refusesWhatIsBroken(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(IOException.class);
  }

  private static HttpResponse parse(String text) throws IOException {
    return HttpResponse.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
