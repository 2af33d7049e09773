package dev.chancery.agent.offline;

import dev.chancery.policy.evaluate.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link Question} from the words of a command line. */
public final class QuestionReader {
  private QuestionReader() {}

  /**
   * Reads a question.
   *
   * @param port {@code 8080} or {@code 53/UDP}; null for the port of a DNS query
   * @param method with {@code path} both or none; the method is GET where only a path is given
   * @param headers {@code NAME:VALUE}, repeated names in order
   * @param query a DNS name that is asked for; null for other questions
   * @throws IllegalArgumentException with a message for the user
   */
  public static Question read(
      String from,
      String to,
      @Nullable String port,
      @Nullable String method,
      @Nullable String path,
      @Nullable String host,
      List<String> headers,
      @Nullable String query) {
    boolean plain = method == null && path == null && host == null && headers.isEmpty();
    if (!plain && path == null) {
      throw new IllegalArgumentException("--path: missing (expected: with --method, --host, -H)");
    }
    if (!plain && query != null) {
      throw new IllegalArgumentException("--dns: beside --path (expected: one of them)");
    }
    if (port == null && query == null) {
      throw new IllegalArgumentException("--port: missing (expected: PORT[/PROTOCOL])");
    }
    var number = PortText.parse(port == null ? PortText.OF_DNS : port);
    Optional<Request.Http> http =
        path == null
            ? Optional.empty()
            : Optional.of(
                WrittenRequest.of(
                    method == null ? "GET" : method, path, host == null ? "" : host, map(headers)));
    return new Question(
        from,
        to,
        number.protocol(),
        number.number(),
        http,
        Optional.ofNullable(query),
        Optional.empty());
  }

  private static Map<String, List<String>> map(List<String> headers) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("-H: " + header + " (expected: NAME:VALUE)");
      }
      map.computeIfAbsent(header.substring(0, colon).strip(), n -> new ArrayList<>())
          .add(header.substring(colon + 1).strip());
    }
    return map;
  }
}
