package dev.chancery.flows.print;

import java.util.List;

/**
 * Keeps what flows carry from steering the terminal: ESC is shown as {@code ^[} and CR as {@code
 * \r}. Other control characters pass, and so do the palette's own sequences, as in the hubble
 * client.
 */
final class TerminalGuard {
  private static final char ESCAPE = 0x1b;

  private final List<String> allowed;

  TerminalGuard(List<String> allowed) {
    this.allowed = allowed;
  }

  String guard(String text) {
    if (text.indexOf(ESCAPE) < 0 && text.indexOf('\r') < 0) {
      return text;
    }
    var out = new StringBuilder();
    int position = 0;
    while (position < text.length()) {
      char c = text.charAt(position);
      String sequence = c == ESCAPE ? allowedAt(text, position) : "";
      if (!sequence.isEmpty()) {
        out.append(sequence);
        position += sequence.length();
        continue;
      }
      switch (c) {
        case ESCAPE -> out.append("^[");
        case '\r' -> out.append("\\r");
        default -> out.append(c);
      }
      position++;
    }
    return out.toString();
  }

  private String allowedAt(String text, int position) {
    return allowed.stream().filter(one -> text.startsWith(one, position)).findFirst().orElse("");
  }
}
