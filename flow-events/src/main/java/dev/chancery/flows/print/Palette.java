package dev.chancery.flows.print;

import java.util.List;

/** Terminal colours, or none. */
final class Palette {
  private static final String RESET = "\u001b[0m";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String BLUE = "\u001b[34m";
  private static final String MAGENTA = "\u001b[35m";
  private static final String CYAN = "\u001b[36m";

  private final boolean enabled;

  Palette(boolean enabled) {
    this.enabled = enabled;
  }

  String red(String text) {
    return in(RED, text);
  }

  String green(String text) {
    return in(GREEN, text);
  }

  String yellow(String text) {
    return in(YELLOW, text);
  }

  String magenta(String text) {
    return in(MAGENTA, text);
  }

  String cyan(String text) {
    return in(CYAN, text);
  }

  /** The control sequences that may reach the terminal. */
  List<String> sequences() {
    return enabled ? List.of(RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, RESET) : List.of();
  }

  private String in(String color, String text) {
    return enabled ? color + text + RESET : text;
  }
}
