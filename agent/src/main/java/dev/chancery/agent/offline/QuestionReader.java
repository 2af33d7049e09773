package dev.chancery.agent.offline;

import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link Question} from the words of a command line. */
public final class QuestionReader {
  private QuestionReader() {}

  /**
   * Reads a question.
   *
   * @param port {@code 8080} or {@code 53/UDP}
   * @param method with {@code path} both or none; the method is GET where only a path is given
   * @param headers {@code NAME:VALUE}, repeated names in order
   * @throws IllegalArgumentException with a message for the user
   */
  public static Question read(
      String from,
      String to,
      String port,
      @Nullable String method,
      @Nullable String path,
      @Nullable String host,
      List<String> headers) {
    String[] parts = port.split("/", 2);
    Protocol protocol = parts.length == 1 ? Protocol.TCP : protocol(parts[1]);
    boolean plain = method == null && path == null && host == null && headers.isEmpty();
    if (!plain && path == null) {
      throw new IllegalArgumentException("--path: missing (expected: with --method, --host, -H)");
    }
    Optional<Request.Http> http =
        path == null
            ? Optional.empty()
            : Optional.of(
                new Request.Http(
                    method == null ? "GET" : method, path, host == null ? "" : host, map(headers)));
    return new Question(from, to, protocol, number(parts[0]), http);
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("--port: " + text + " (expected: 0-65535)");
    }
    return Integer.parseInt(text);
  }

  private static Protocol protocol(String text) {
    try {
      return Protocol.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("protocol: " + text + " (expected: TCP, UDP, SCTP)", e);
    }
  }

  private static Map<String, List<String>> map(List<String> headers) {
    Map<String, List<String>> map = new HashMap<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("-H: " + header + " (expected: NAME:VALUE)");
      }
      map.computeIfAbsent(
              header.substring(0, colon).strip().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(header.substring(colon + 1).strip());
    }
    return map;
  }
}
