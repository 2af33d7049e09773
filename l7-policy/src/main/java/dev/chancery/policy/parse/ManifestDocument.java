package dev.chancery.policy.parse;

import java.util.ArrayList;
import java.util.List;

/**
 * One YAML or JSON document of a file.
 *
 * @param file as problems shall name it
 * @param firstLine line of the file on which {@code text} starts, from 1
 */
public record ManifestDocument(String file, int firstLine, String text) {

  /**
   * Cuts a file where YAML's document markers stand, without looking inside: a document that does
   * not parse leaves its neighbours alone. Documents of comments and blank lines are left out.
   */
  public static List<ManifestDocument> split(String file, String text) {
    List<ManifestDocument> documents = new ArrayList<>();
    var current = new StringBuilder();
    int first = 1;
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (isMarker(line)) {
        add(documents, new ManifestDocument(file, first, current.toString()));
        current.setLength(0);
        current.append(line.substring(3)).append('\n');
        first = number;
      } else {
        current.append(line).append('\n');
      }
    }
    add(documents, new ManifestDocument(file, first, current.toString()));
    return List.copyOf(documents);
  }

  private static boolean isMarker(String line) {
    return line.startsWith("---")
        && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '\t');
  }

  private static void add(List<ManifestDocument> documents, ManifestDocument document) {
    boolean says =
        document
            .text
            .lines()
            .map(String::strip)
            .anyMatch(
                l -> !l.isEmpty() && !l.startsWith("#") && !l.startsWith("%") && !l.equals("..."));
    if (says) {
      documents.add(document);
    }
  }
}
