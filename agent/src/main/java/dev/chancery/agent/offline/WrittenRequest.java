package dev.chancery.agent.offline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chancery.policy.evaluate.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** HTTP requests as people write them, in the form in which a proxy sees them. */
public final class WrittenRequest {
  private WrittenRequest() {}

  /**
   * The text's UTF-8 bytes, one character each.
   *
   * @param headers names in any case
   */
  public static Request.Http of(
      String method, String path, String authority, Map<String, List<String>> headers) {
    Map<String, List<String>> lower = new LinkedHashMap<>();
    headers.forEach(
        (name, values) ->
            lower
                .computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                .addAll(values.stream().map(WrittenRequest::bytes).toList()));
    return new Request.Http(bytes(method), bytes(path), bytes(authority), lower);
  }

  /** What people write for these bytes. */
  public static String text(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }

  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
