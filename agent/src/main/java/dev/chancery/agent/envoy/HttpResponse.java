package dev.chancery.agent.envoy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A whole HTTP/1.1 response whose end is the connection's end.
 *
 * @param status such as 200
 */
public record HttpResponse(int status, String body) {
  private static final String HEAD_END = "\r\n\r\n";

  static HttpResponse parse(byte[] bytes) throws IOException {
    // One character a byte, so that the sizes of chunks count characters.
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var end = text.indexOf(HEAD_END);
    if (end < 0 || !text.startsWith("HTTP/1.1 ") || end < 12) {
      throw new IOException("http: not a whole response");
    }
    try {
      var head = text.substring(0, end).toLowerCase(Locale.ROOT);
      var rest = text.substring(end + HEAD_END.length());
      var body = head.contains("\r\ntransfer-encoding: chunked") ? chunks(rest) : rest;
      var utf8 = new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      return new HttpResponse(Integer.parseInt(text.substring(9, 12)), utf8);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException("http: broken response", e);
    }
  }

  private static String chunks(String rest) {
    var body = new StringBuilder();
    var at = 0;
    while (true) {
      var lineEnd = rest.indexOf("\r\n", at);
      var size = Integer.parseInt(rest.substring(at, lineEnd).strip(), 16);
      if (size == 0) {
        return body.toString();
      }
      var start = lineEnd + 2;
      body.append(rest, start, start + size);
      at = start + size + 2;
    }
  }
}
