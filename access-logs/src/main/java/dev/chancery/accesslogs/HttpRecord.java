package dev.chancery.accesslogs;

import java.util.List;
import java.util.OptionalLong;

/**
 * An HTTP request or the response to it. Everything is as the proxy saw it: nothing is redacted
 * yet, so {@link #toString} shows no content.
 *
 * @param scheme {@code http}, {@code https}, or what the proxy said
 * @param authority {@code :authority}
 * @param path {@code :path}, query included
 * @param requestHeaders of the request, also in a response's record; lower-case names
 * @param responseHeaders empty in a request's record
 * @param status 0 in a request's record
 * @param latencyNanos between request and response, where the proxy itself says so
 */
public record HttpRecord(
    Transaction transaction,
    Version version,
    String scheme,
    String authority,
    String path,
    String method,
    List<Header> requestHeaders,
    List<Header> responseHeaders,
    int status,
    OptionalLong latencyNanos)
    implements L7Record {
  /** Version of HTTP on the downstream connection. */
  public enum Version {
    HTTP10("HTTP/1"),
    HTTP11("HTTP/1.1"),
    HTTP2("HTTP/2"),
    UNKNOWN("Unknown");

    private final String text;

    Version(String text) {
      this.text = text;
    }

    /** As Hubble prints it. */
    public String text() {
      return text;
    }
  }

  /** One header line. */
  public record Header(String name, String value) {
    @Override
    public String toString() {
      return name;
    }
  }

  public HttpRecord {
    requestHeaders = List.copyOf(requestHeaders);
    responseHeaders = List.copyOf(responseHeaders);
  }

  @Override
  public long weight() {
    return 512L
        + path.length()
        + authority.length()
        + weight(requestHeaders)
        + weight(responseHeaders);
  }

  private static long weight(List<Header> headers) {
    return headers.stream().mapToLong(h -> 64L + h.name().length() + h.value().length()).sum();
  }

  @Override
  public String toString() {
    return "HttpRecord[" + transaction.type() + " " + transaction.verdict() + " " + status + "]";
  }
}
