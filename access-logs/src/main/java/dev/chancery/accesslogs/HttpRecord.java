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
 * @param missingHeaders that a rule wanted and the request did not have; where the proxy says so
 * @param rejectedHeaders of the request that a rule forbade or took away; where the proxy says so
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
    OptionalLong latencyNanos,
    List<Header> missingHeaders,
    List<Header> rejectedHeaders)
    implements L7Record {
  /** Of a proxy that does not say what a rule missed or rejected. */
  public HttpRecord(
      Transaction transaction,
      Version version,
      String scheme,
      String authority,
      String path,
      String method,
      List<Header> requestHeaders,
      List<Header> responseHeaders,
      int status,
      OptionalLong latencyNanos) {
    this(
        transaction,
        version,
        scheme,
        authority,
        path,
        method,
        requestHeaders,
        responseHeaders,
        status,
        latencyNanos,
        List.of(),
        List.of());
  }

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
    missingHeaders = List.copyOf(missingHeaders);
    rejectedHeaders = List.copyOf(rejectedHeaders);
  }

  @Override
  public long weight() {
    return 512L
        + path.length()
        + authority.length()
        + weight(requestHeaders)
        + weight(responseHeaders)
        + weight(missingHeaders)
        + weight(rejectedHeaders);
  }

  private static long weight(List<Header> headers) {
    long sum = 0;
    for (Header header : headers) {
      sum += 64L + header.name().length() + header.value().length();
    }
    return sum;
  }

  @Override
  public String toString() {
    return "HttpRecord[" + transaction.type() + " " + transaction.verdict() + " " + status + "]";
  }
}
