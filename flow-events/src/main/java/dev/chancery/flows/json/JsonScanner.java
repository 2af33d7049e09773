package dev.chancery.flows.json;

import dev.chancery.flows.golang.GoQuote;

/** Finds where a JSON value ends, and the first character that cannot be part of one. */
final class JsonScanner {
  private static final int MAX_DEPTH = 200;

  private final String text;
  private int position;
  private int depth;

  JsonScanner(String text) {
    this.text = text;
  }

  boolean hasMore() {
    skipBlanks();
    return position < text.length();
  }

  /** The source of the next value. */
  String next() throws ProtoJsonException {
    skipBlanks();
    int start = position;
    value();
    return text.substring(start, position);
  }

  private void value() throws ProtoJsonException {
    if (++depth > MAX_DEPTH) {
      throw new ProtoJsonException("exceeded max depth");
    }
    skipBlanks();
    char c = peek();
    switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> {
        if (c != '-' && !isDigit(c)) {
          throw unexpected("looking for beginning of value");
        }
        number();
      }
    }
    depth--;
  }

  private void object() throws ProtoJsonException {
    position++;
    skipBlanks();
    if (peek() == '}') {
      position++;
      return;
    }
    while (true) {
      skipBlanks();
      if (peek() != '"') {
        throw unexpected("looking for beginning of object key string");
      }
      string();
      skipBlanks();
      if (peek() != ':') {
        throw unexpected("after object key");
      }
      position++;
      value();
      skipBlanks();
      char end = peek();
      if (end != ',' && end != '}') {
        throw unexpected("after object key:value pair");
      }
      position++;
      if (end == '}') {
        return;
      }
    }
  }

  private void array() throws ProtoJsonException {
    position++;
    skipBlanks();
    if (peek() == ']') {
      position++;
      return;
    }
    while (true) {
      value();
      skipBlanks();
      char end = peek();
      if (end != ',' && end != ']') {
        throw unexpected("after array element");
      }
      position++;
      if (end == ']') {
        return;
      }
    }
  }

  private void string() throws ProtoJsonException {
    position++;
    while (peek() != '"') {
      if (peek() < ' ') {
        throw unexpected("in string literal");
      }
      if (text.charAt(position++) == '\\') {
        escape();
      }
    }
    position++;
  }

  private void escape() throws ProtoJsonException {
    if ("\"\\/bfnrtu".indexOf(peek()) < 0) {
      throw unexpected("in string escape code");
    }
    if (text.charAt(position++) == 'u') {
      for (int i = 0; i < 4; i++) {
        if (peek() > 127 || Character.digit(peek(), 16) < 0) {
          throw unexpected("in \\u hexadecimal character escape");
        }
        position++;
      }
    }
  }

  private void literal(String word) throws ProtoJsonException {
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw unexpected(
            i == 0
                ? "looking for beginning of value"
                : "in literal " + word + " (expecting " + GoQuote.quote(word.charAt(i)) + ")");
      }
      position++;
    }
  }

  private void number() throws ProtoJsonException {
    if (peek() == '-') {
      position++;
      if (!isDigit(peek())) {
        throw unexpected("in numeric literal");
      }
    }
    if (text.charAt(position) == '0') {
      position++;
    } else {
      skipDigits();
    }
    if (at('.')) {
      position++;
      if (!isDigit(peek())) {
        throw unexpected("after decimal point in numeric literal");
      }
      skipDigits();
    }
    if (at('e') || at('E')) {
      position++;
      if (peek() == '+' || peek() == '-') {
        position++;
      }
      if (!isDigit(peek())) {
        throw unexpected("in exponent of numeric literal");
      }
      skipDigits();
    }
  }

  private void skipDigits() {
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
  }

  private void skipBlanks() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private char peek() throws ProtoJsonException {
    if (position >= text.length()) {
      throw new ProtoJsonException("unexpected EOF");
    }
    return text.charAt(position);
  }

  private ProtoJsonException unexpected(String where) {
    int rune = text.codePointAt(position);
    String shown = rune == '\'' ? "'\\''" : GoQuote.quote(rune);
    return new ProtoJsonException("invalid character " + shown + " " + where);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
