package dev.chancery.flows.filter.label;

/** Rewrites the keys of a selector from {@code source:key} to {@code source.key}. */
final class SelectorKeys {
  private final String in;
  private final StringBuilder out = new StringBuilder();
  private int position;

  private SelectorKeys(String in) {
    this.in = in;
  }

  /** The selector as Kubernetes reads it; a key without a source gets {@code any}. */
  static String withSources(String selector) {
    var keys = new SelectorKeys(selector);
    while (keys.position < selector.length()) {
      keys.copyUpToKey();
      keys.rewriteKey();
      keys.copyUpToNextRequirement();
    }
    return keys.out.toString();
  }

  private void copyUpToKey() {
    while (position < in.length() && (isSpace() || in.charAt(position) == '!')) {
      out.append(in.charAt(position++));
    }
  }

  private void rewriteKey() {
    int start = position;
    while (position < in.length() && !isSpace() && "=!,".indexOf(in.charAt(position)) < 0) {
      position++;
    }
    String key = in.substring(start, position);
    int colon = key.indexOf(':');
    out.append(colon < 0 ? "any." + key : key.substring(0, colon) + "." + key.substring(colon + 1));
  }

  /** Copies to behind the next comma that is in no parentheses. */
  private void copyUpToNextRequirement() {
    int depth = 0;
    while (position < in.length()) {
      char c = in.charAt(position++);
      out.append(c);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ',' && depth == 0) {
        return;
      }
    }
  }

  private boolean isSpace() {
    return Character.isWhitespace(in.charAt(position));
  }
}
