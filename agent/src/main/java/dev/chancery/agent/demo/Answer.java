package dev.chancery.agent.demo;

import java.util.Map;

/**
 * What a client got.
 *
 * @param status 0 where the connection was closed without an answer
 * @param headers lower-case names; of a repeated one the last
 */
public record Answer(int status, Map<String, String> headers, String body) {
  /** The connection was closed before an answer came. */
  public static final Answer REFUSED = new Answer(0, Map.of(), "");

  public Answer {
    headers = Map.copyOf(headers);
  }

  boolean keepsConnection() {
    return status != 0 && !"close".equalsIgnoreCase(headers.getOrDefault("connection", ""));
  }

  /** As a reader of the story sees it: {@code 403 "Access denied\r\n"}. */
  @Override
  public String toString() {
    return status == 0
        ? "connection refused"
        : status + " \"" + body.replace("\r", "\\r").replace("\n", "\\n") + "\"";
  }
}
