package dev.chancery.xds;

import java.util.Optional;

/** What every client may call itself: a word for logs and reports, whatever else it means. */
final class NodeIds {
  private static final int LONGEST = 256;

  private NodeIds() {}

  /** What is wrong with an id; it is not repeated. */
  static Optional<String> problem(String id) {
    if (id.length() > LONGEST) {
      return Optional.of("node id: longer than " + LONGEST + " characters");
    }
    boolean steers =
        id.codePoints()
            .anyMatch(
                c ->
                    switch (Character.getType(c)) {
                      case Character.CONTROL,
                          Character.FORMAT,
                          Character.LINE_SEPARATOR,
                          Character.PARAGRAPH_SEPARATOR ->
                          true;
                      default -> false;
                    });
    return steers ? Optional.of("node id: not printable") : Optional.empty();
  }
}
