package dev.chancery.policy.parse.syntax;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.regex.Pattern;

/** JSON is YAML but for two things: tabs between tokens, and the escape of a slash. */
public final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  private JsonText() {}

  /** The same document as YAML takes it; any text that is not JSON as it is. */
  public static String toYaml(String text) {
    if (!text.stripLeading().startsWith("{") || !isJson(text)) {
      return text;
    }
    return ESCAPE
        .matcher(text.replace('\t', ' '))
        .replaceAll(m -> m.group(1).equals("/") ? "/" : "\\\\$1");
  }

  private static boolean isJson(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      while (parser.nextToken() != null) {
        parser.finishToken();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
