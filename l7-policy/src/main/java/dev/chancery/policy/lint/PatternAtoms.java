package dev.chancery.policy.lint;

import com.google.re2j.PatternSyntaxException;
import dev.chancery.policy.model.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern in RE2's dialect, cut into the pieces that each stand for one character. Groups,
 * alternatives and anchors are left out: what is asked is only which characters can occur.
 */
final class PatternAtoms {
  private static final java.util.regex.Pattern LITERAL =
      java.util.regex.Pattern.compile(
          "\\^?((?:[^\\\\\\[\\](){}*+?|^$]|\\\\[^A-Za-z0-9])*)\\$?",
          java.util.regex.Pattern.DOTALL);

  /**
   * One piece.
   *
   * @param repeated whether a quantifier follows
   */
  record Atom(String text, int start, boolean repeated) {
    /** Whether it stands for this character; true where that is not known. */
    boolean matches(String character) {
      try {
        return Pattern.compile(text).matches(character);
      } catch (PatternSyntaxException e) {
        return true;
      }
    }
  }

  private final String pattern;
  private final List<Atom> atoms = new ArrayList<>();

  private PatternAtoms(String pattern) {
    this.pattern = pattern;
  }

  static List<Atom> of(String pattern) {
    var cut = new PatternAtoms(pattern);
    int at = 0;
    while (at < pattern.length()) {
      at = cut.next(at);
    }
    return List.copyOf(cut.atoms);
  }

  /** Whether any text with this character in it can match. */
  static boolean canContain(String pattern, String character) {
    return of(pattern).stream().anyMatch(a -> a.matches(character));
  }

  /** What the pattern says literally, anchors left out; empty where it is more than a text. */
  static Optional<String> literal(String pattern) {
    var matcher = LITERAL.matcher(pattern);
    return matcher.matches()
        ? Optional.of(matcher.group(1).replaceAll("\\\\(.)", "$1"))
        : Optional.empty();
  }

  /** Takes one piece, and says where the next begins. */
  private int next(int at) {
    char c = pattern.charAt(at);
    return switch (c) {
      case '\\' -> pattern.startsWith("\\Q", at) ? quoted(at) : add(at, escapeEnd(at));
      case '[' -> add(at, classEnd(at));
      case '(' -> groupStart(at);
      case ')', '|', '^', '$' -> at + 1;
      case '*', '+', '?' -> repeat(at + 1);
      case '{' -> counted(at);
      default -> add(at, at + Character.charCount(pattern.codePointAt(at)));
    };
  }

  private int add(int start, int end) {
    atoms.add(new Atom(pattern.substring(start, end), start, false));
    return end;
  }

  private int repeat(int next) {
    if (!atoms.isEmpty()) {
      Atom last = atoms.remove(atoms.size() - 1);
      atoms.add(new Atom(last.text(), last.start(), true));
    }
    return next;
  }

  private int counted(int at) {
    var count = java.util.regex.Pattern.compile("\\{[0-9]+(,[0-9]*)?\\}").matcher(pattern);
    return count.find(at) && count.start() == at ? repeat(count.end()) : add(at, at + 1);
  }

  private int quoted(int at) {
    int end = pattern.indexOf("\\E", at + 2);
    int stop = end < 0 ? pattern.length() : end;
    for (int i = at + 2; i < stop; i++) {
      atoms.add(new Atom("\\Q" + pattern.charAt(i) + "\\E", i, false));
    }
    return end < 0 ? stop : end + 2;
  }

  private int escapeEnd(int at) {
    var escape =
        java.util.regex.Pattern.compile(
                "\\\\(?:[pPx]\\{[^}]*\\}|x[0-9A-Fa-f]{2}|[pP].|[0-7]{1,3}|.|$)",
                java.util.regex.Pattern.DOTALL)
            .matcher(pattern);
    return escape.find(at) ? escape.end() : pattern.length();
  }

  private int classEnd(int at) {
    int i = at + 1;
    i += pattern.startsWith("^", i) ? 1 : 0;
    i += pattern.startsWith("]", i) ? 1 : 0;
    while (i < pattern.length() && pattern.charAt(i) != ']') {
      if (pattern.startsWith("[:", i) && pattern.indexOf(":]", i) > 0) {
        i = pattern.indexOf(":]", i) + 2;
      } else {
        i = pattern.charAt(i) == '\\' ? escapeEnd(i) : i + 1;
      }
    }
    return Math.min(i + 1, pattern.length());
  }

  /** Behind {@code (}, {@code (?:}, {@code (?i)}, {@code (?P<name>}. */
  private int groupStart(int at) {
    var front =
        java.util.regex.Pattern.compile("\\((?:\\?(?:P?<[^>]*>|[a-zA-Z-]*[:)]?))?")
            .matcher(pattern);
    return front.find(at) && front.start() == at ? front.end() : at + 1;
  }
}
