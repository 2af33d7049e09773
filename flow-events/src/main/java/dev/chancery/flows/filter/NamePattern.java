package dev.chancery.flows.filter;

import com.google.re2j.Pattern;
import dev.chancery.flows.golang.GoQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Patterns of DNS names and node names in which {@code *} stands for letters, digits, - and dots.
 */
final class NamePattern {
  private static final String STAR = "[-.0-9a-z]*";
  private static final String ANY_NAME = "(?:[-0-9_a-z]+(?:\\.[-0-9_a-z]+)*)";

  private NamePattern() {}

  /** Matches a whole name that fits one of the patterns. */
  static Pattern ofNames(List<String> patterns) throws InvalidFilterException {
    var expressions = new ArrayList<String>();
    for (String pattern : patterns) {
      expressions.add(expression(pattern));
    }
    return anyOf(expressions);
  }

  /**
   * Matches a whole {@code cluster/node} that fits one of the patterns; an empty half is any name.
   */
  static Pattern ofNodes(List<String> patterns) throws InvalidFilterException {
    var expressions = new ArrayList<String>();
    for (String pattern : patterns) {
      if (pattern.isEmpty()) {
        throw new InvalidFilterException("empty pattern");
      }
      String[] halves = pattern.split("/", -1);
      if (halves.length > 2) {
        throw new InvalidFilterException("too many slashes in pattern");
      }
      String cluster = halves.length == 2 ? halves[0] : "";
      String node = halves[halves.length - 1];
      expressions.add(expressionOrAny(cluster) + "/" + expressionOrAny(node));
    }
    return anyOf(expressions);
  }

  private static Pattern anyOf(List<String> expressions) {
    return Pattern.compile("\\A(?:" + String.join("|", expressions) + ")\\z");
  }

  private static String expressionOrAny(String half) throws InvalidFilterException {
    return half.isEmpty() ? ANY_NAME : expression(half);
  }

  private static String expression(String pattern) throws InvalidFilterException {
    String name = pattern.strip();
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    name = name.toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      throw new InvalidFilterException("empty pattern");
    }
    if (name.endsWith(".")) {
      throw new InvalidFilterException("multiple trailing dots in pattern");
    }
    var expression = new StringBuilder();
    for (int rune : name.codePoints().toArray()) {
      expression.append(
          switch (rune) {
            case '.' -> "\\.";
            case '*' -> STAR;
            default -> literal(rune);
          });
    }
    return expression.toString();
  }

  private static String literal(int rune) throws InvalidFilterException {
    if ("-_0123456789abcdefghijklmnopqrstuvwxyz".indexOf(rune) < 0) {
      throw new InvalidFilterException(GoQuote.quote(rune) + ": invalid rune in pattern");
    }
    return Character.toString(rune);
  }
}
