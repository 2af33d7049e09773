package dev.chancery.agent.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;

/** A client pod: its address is its identity. */
record Ship(String name, InetAddress address, InetSocketAddress deathstar) {
  /** What the tutorial's clients call it. */
  static final String HOST = "deathstar.default.svc.cluster.local";

  /** One request over a connection of its own; an {@link Answer} without status where it failed. */
  Answer send(String method, String target, Map<String, String> headers) {
    try (HttpConnection connection = open()) {
      return connection.exchange(text(method, target, headers));
    } catch (IOException e) {
      return Answer.of(e);
    }
  }

  HttpConnection open() throws IOException {
    return HttpConnection.open(address, deathstar);
  }

  static String text(String method, String target, Map<String, String> headers) {
    var request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Host", HOST);
    all.put("User-Agent", "chancery-demo");
    if (!method.equals("GET")) {
      all.put("Content-Length", "0");
    }
    all.putAll(headers);
    all.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    return request.append("\r\n").toString();
  }

  /** The same as a command for a shell. */
  String command(String method, String target, Map<String, String> headers) {
    var command = new StringBuilder("curl --interface " + address.getHostAddress());
    if (!method.equals("GET")) {
      command.append(" -X ").append(method);
    }
    command.append(" -H 'Host: ").append(headers.getOrDefault("Host", HOST)).append("'");
    new TreeMap<>(headers)
        .forEach(
            (name, value) -> {
              if (!name.equals("Host")) {
                command.append(" -H '").append(name).append(": ").append(value).append("'");
              }
            });
    return command
        .append(" 'http://")
        .append(deathstar.getAddress().getHostAddress())
        .append(':')
        .append(deathstar.getPort())
        .append(target)
        .append("'")
        .toString();
  }
}
