package dev.chancery.flows.json;

import java.util.ArrayList;
import java.util.List;

/** Splits a text into the JSON values that follow one another in it. */
public final class JsonValues {
  private JsonValues() {}

  /**
   * The source text of each value.
   *
   * @throws ProtoJsonException with the complaint of Go's {@code encoding/json}
   */
  public static List<String> split(String text) throws ProtoJsonException {
    var values = new ArrayList<String>();
    var scanner = new JsonScanner(text);
    while (scanner.hasMore()) {
      values.add(scanner.next());
    }
    return values;
  }
}
