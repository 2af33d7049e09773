package dev.chancery.policy.dns;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The names that one {@code matchName} or {@code matchPattern} stands for, as in Cilium's {@code
 * pkg/fqdn/matchpattern}: a star is any number of characters of one label, {@code **.} at the front
 * is one or more whole labels, and stars alone are every name. Upper and lower case are the same,
 * and so are a name with and without its final dot. Cilium 1.17 has no {@code **.}: the parser
 * reads it as {@code *.} then.
 *
 * <p>A text that no policy can have, such as an empty one, stands for no name.
 */
public final class NamePattern {
  private static final Pattern NAME = Pattern.compile("[-a-zA-Z0-9_.]+");
  private static final Pattern PATTERN = Pattern.compile("[-a-zA-Z0-9_.*]+");
  private static final Pattern EVERY_NAME = Pattern.compile("\\*+\\.?");
  private static final Pattern WHOLE_LABELS = Pattern.compile("\\*{2,}");
  private static final int LONGEST_SELECTOR = 255;

  /** What is written, and what it means. */
  private enum Kind {
    NOTHING,
    EVERYTHING,
    /** Label by label. */
    LABELS,
    /** The first label stands for one or more. */
    WHOLE_LABELS_FIRST
  }

  private final Kind kind;
  private final DnsName written;

  private NamePattern(Kind kind, DnsName written) {
    this.kind = kind;
    this.written = written;
  }

  /** Of a {@code matchName}. */
  public static NamePattern ofName(String text) {
    return new NamePattern(
        NAME.matcher(text).matches() ? Kind.LABELS : Kind.NOTHING, DnsName.of(text));
  }

  /** Of a {@code matchPattern}. */
  public static NamePattern ofPattern(String text) {
    DnsName written = DnsName.of(text);
    return new NamePattern(kind(text, written.labels().get(0)), written);
  }

  private static Kind kind(String text, String firstLabel) {
    if (!PATTERN.matcher(text).matches()) {
      return Kind.NOTHING;
    }
    if (EVERY_NAME.matcher(text).matches()) {
      return Kind.EVERYTHING;
    }
    return WHOLE_LABELS.matcher(firstLabel).matches() ? Kind.WHOLE_LABELS_FIRST : Kind.LABELS;
  }

  /**
   * As an element of {@code rules.dns}: whether a question for this name may be asked.
   *
   * @param name as the client sends it
   */
  public boolean allows(String name) {
    return kind == Kind.EVERYTHING || matches(DnsName.of(name));
  }

  /**
   * As an element of {@code toFQDNs}: whether the addresses that this name is answered with are
   * meant. Stars alone mean well-formed names, and a text of more than 255 characters, its final
   * dot included, means none.
   *
   * @param name as the client sends it
   */
  public boolean selects(String name) {
    DnsName asked = DnsName.of(name);
    return kind == Kind.EVERYTHING
        ? asked.isWellFormed()
        : written.toString().length() <= LONGEST_SELECTOR && matches(asked);
  }

  private boolean matches(DnsName asked) {
    if (kind != Kind.LABELS && kind != Kind.WHOLE_LABELS_FIRST) {
      return false;
    }
    int more = asked.labels().size() - written.labels().size();
    if (more < 0 || (more > 0 && kind == Kind.LABELS)) {
      return false;
    }
    return kind == Kind.LABELS
        ? matches(written.labels(), asked.labels())
        : asked.labels().subList(0, more + 1).stream().allMatch(DnsName::isWellFormed)
            && matches(
                written.labels().subList(1, written.labels().size()),
                asked.labels().subList(more + 1, asked.labels().size()));
  }

  private static boolean matches(List<String> globs, List<String> labels) {
    for (int i = 0; i < globs.size(); i++) {
      if (!LabelGlob.matches(globs.get(i), labels.get(i))) {
        return false;
      }
    }
    return true;
  }
}
