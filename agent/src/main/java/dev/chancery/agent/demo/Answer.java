package dev.chancery.agent.demo;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.Map;

/**
 * What a client got.
 *
 * @param status 0 where there was no answer
 * @param headers lower-case names; of a repeated one the last
 */
public record Answer(int status, Map<String, String> headers, String body) {
  /** The connection was accepted, and closed before an answer came. */
  public static final Answer CLOSED = new Answer(0, Map.of(), "connection closed");

  /** The connection was never made, or nothing came in time. */
  public static final Answer NONE = new Answer(0, Map.of(), "no answer");

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** Of an exchange that failed. */
  public static Answer of(IOException failure) {
    return failure instanceof SocketTimeoutException || failure instanceof ConnectException
        ? NONE
        : CLOSED;
  }

  boolean keepsConnection() {
    return status != 0 && !"close".equalsIgnoreCase(headers.getOrDefault("connection", ""));
  }

  /** As a reader of the story sees it: {@code 403 "Access denied\r\n"}, {@code no answer}. */
  @Override
  public String toString() {
    return status == 0
        ? body
        : status + " \"" + body.replace("\r", "\\r").replace("\n", "\\n") + "\"";
  }
}
