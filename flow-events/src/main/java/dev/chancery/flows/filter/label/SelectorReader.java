package dev.chancery.flows.filter.label;

import dev.chancery.flows.filter.label.Requirement.Operator;
import dev.chancery.flows.golang.GoSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads Kubernetes' selector syntax, with its complaints. */
final class SelectorReader {
  private final List<String> tokens;
  private int position;

  SelectorReader(String selector) {
    this.tokens = SelectorTokens.of(selector);
  }

  List<Requirement> read() throws GoSyntaxException {
    var requirements = new ArrayList<Requirement>();
    while (!peek().isEmpty()) {
      if (!SelectorTokens.isWord(peek()) && !peek().equals("!")) {
        throw found(peek(), ", expected: !, identifier, or 'end of string'");
      }
      requirements.add(requirement());
      String next = take();
      if (next.isEmpty()) {
        return requirements;
      }
      if (!next.equals(",")) {
        throw found(next, ", expected: ',' or 'end of string'");
      }
      if (!SelectorTokens.isWord(peek()) && !peek().equals("!")) {
        throw found(peek(), ", expected: identifier after ','");
      }
    }
    return requirements;
  }

  private Requirement requirement() throws GoSyntaxException {
    try {
      boolean negated = peek().equals("!");
      if (negated) {
        take();
      }
      String key = take();
      if (!SelectorTokens.isWord(key)) {
        throw found(key, ", expected: identifier");
      }
      LabelSyntax.checkKey(key);
      if (negated) {
        return requirement(key, Operator.ABSENT, List.of());
      }
      return peek().isEmpty() || peek().equals(",")
          ? requirement(key, Operator.EXISTS, List.of())
          : comparison(key);
    } catch (GoSyntaxException e) {
      throw new GoSyntaxException("unable to parse requirement: " + e.text());
    }
  }

  private Requirement comparison(String key) throws GoSyntaxException {
    String operator = take();
    return switch (operator) {
      case "in" -> requirement(key, Operator.IN, listed());
      case "notin" -> requirement(key, Operator.NOT_IN, listed());
      case "=", "==" -> requirement(key, Operator.IN, single());
      case "!=" -> requirement(key, Operator.NOT_IN, single());
      case ">" -> requirement(key, Operator.GREATER, single());
      case "<" -> requirement(key, Operator.LESS, single());
      default -> throw found(operator, ", expected: in, notin, =, ==, !=, gt, lt");
    };
  }

  private static Requirement requirement(String key, Operator operator, List<String> values)
      throws GoSyntaxException {
    boolean numeric = operator == Operator.GREATER || operator == Operator.LESS;
    LabelSyntax.checkValues(key, values, numeric);
    return new Requirement(FlowLabel.parseSelectorKey(key), operator, values);
  }

  private List<String> single() throws GoSyntaxException {
    if (peek().isEmpty() || peek().equals(",")) {
      return List.of("");
    }
    String value = take();
    if (!SelectorTokens.isWord(value)) {
      throw found(value, ", expected: identifier");
    }
    return List.of(value);
  }

  /** The values in parentheses; an empty place between commas is the empty value. */
  private List<String> listed() throws GoSyntaxException {
    String open = take();
    if (!open.equals("(")) {
      throw found(open, " expected: '('");
    }
    if (peek().equals(")")) {
      take();
      return List.of("");
    }
    if (!SelectorTokens.isWord(peek()) && !peek().equals(",")) {
      throw found(peek(), ", expected: ',', ')' or identifier");
    }
    SortedSet<String> values = new TreeSet<>();
    boolean closed = false;
    while (!closed) {
      String token = take();
      if (SelectorTokens.isWord(token)) {
        values.add(token);
        if (!peek().equals(",") && !peek().equals(")")) {
          throw found(peek(), ", expected: ',' or ')'");
        }
      } else if (token.equals(",")) {
        if (values.isEmpty() || peek().equals(",") || peek().equals(")")) {
          values.add("");
        }
      } else {
        throw found(token, ", expected: ',', or identifier");
      }
      closed = peek().equals(")");
    }
    take();
    return List.copyOf(values);
  }

  private String peek() {
    return tokens.get(Math.min(position, tokens.size() - 1));
  }

  private String take() {
    String token = peek();
    position++;
    return token;
  }

  private static GoSyntaxException found(String token, String expected) {
    return new GoSyntaxException("found '" + token + "'" + expected);
  }
}
