package dev.chancery.agent.source;

import java.util.ArrayList;
import java.util.List;

/**
 * One YAML or JSON document of a file, as written.
 *
 * @param file for messages
 * @param firstLine the line of the file at which {@code text} begins, from 1
 */
public record ManifestDocument(String file, int firstLine, String text) {
  /**
   * Splits at the lines that begin with {@code ---}, which YAML allows nowhere inside a document:
   * so what is broken in one document leaves the others whole. Documents without content are left
   * out.
   */
  static List<ManifestDocument> split(ManifestFile file) {
    var documents = new ArrayList<ManifestDocument>();
    var text = new StringBuilder();
    var first = 1;
    var number = 0;
    for (var line : (Iterable<String>) file.text().lines()::iterator) {
      number++;
      if (isMarker(line)) {
        add(documents, file, first, text);
        text.setLength(0);
        first = number;
        line = "   " + line.substring(3); // columns stay what they are
      }
      text.append(line).append('\n');
    }
    add(documents, file, first, text);
    return documents;
  }

  private static boolean isMarker(String line) {
    return line.startsWith("---") && (line.length() == 3 || Character.isWhitespace(line.charAt(3)));
  }

  private static void add(
      List<ManifestDocument> documents, ManifestFile file, int first, StringBuilder text) {
    var content = text.toString();
    if (content.lines().anyMatch(ManifestDocument::hasContent)) {
      documents.add(new ManifestDocument(file.path(), first, content));
    }
  }

  private static boolean hasContent(String line) {
    var stripped = line.strip();
    return !stripped.isEmpty() && !stripped.startsWith("#") && !stripped.equals("...");
  }
}
