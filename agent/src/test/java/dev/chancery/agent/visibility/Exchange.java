package dev.chancery.agent.visibility;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request and the response to it, as both ends saw them.
 *
 * @param requestHeaders as the client sent them, but for the host
 * @param responseHeaders as the client got them; names in lower case
 * @param requestId that the proxy gave it
 */
record Exchange(
    InetSocketAddress client,
    InetSocketAddress server,
    String method,
    String host,
    String path,
    Map<String, String> requestHeaders,
    int status,
    Map<String, String> responseHeaders,
    String requestId) {

  /** Over a connection of its own. */
  static Exchange over(
      InetAddress from,
      InetSocketAddress server,
      String method,
      String path,
      Map<String, String> headers)
      throws IOException {
    String host = "deathstar.default.svc.cluster.local";
    var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nhost: " + host + "\r\n");
    headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    try (var socket = new Socket(server.getAddress(), server.getPort(), from, 0)) {
      byte[] request = text.append("connection: close\r\n\r\n").toString().getBytes(LATIN_1);
      socket.getOutputStream().write(request);
      String answer = new String(socket.getInputStream().readAllBytes(), LATIN_1);
      String[] head = answer.split("\r\n\r\n", 2)[0].split("\r\n", -1);
      Map<String, String> got = new TreeMap<>();
      for (int i = 1; i < head.length; i++) {
        String[] header = head[i].split(": ", 2);
        got.put(header[0].toLowerCase(Locale.ROOT), header[1]);
      }
      got.remove("connection");
      return new Exchange(
          new InetSocketAddress(from, socket.getLocalPort()),
          server,
          method,
          host,
          path,
          headers,
          Integer.parseInt(head[0].split(" ", 3)[1]),
          got,
          "");
    }
  }

  private static final java.nio.charset.Charset LATIN_1 = StandardCharsets.ISO_8859_1;

  Exchange withRequestId(String id) {
    return new Exchange(
        client, server, method, host, path, requestHeaders, status, responseHeaders, id);
  }
}
