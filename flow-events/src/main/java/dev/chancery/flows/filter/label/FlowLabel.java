package dev.chancery.flows.filter.label;

import dev.chancery.flows.golang.GoPrefix;
import dev.chancery.flows.golang.GoSyntaxException;

/**
 * A label with the source that set it, such as {@code k8s} or {@code reserved}.
 *
 * @param source {@code unspec} where the text names none; in a selector, {@code any} is every
 *     source
 */
record FlowLabel(String source, String key, String value) {
  private static final String ANY = "any";
  private static final String CIDR = "cidr";
  private static final String RESERVED = "reserved";

  /** {@code source:key=value} as flows carry it. */
  static FlowLabel parse(String text) {
    return parse(text, ':');
  }

  /** {@code source.key}, the form in which selectors carry keys. */
  static FlowLabel parseSelectorKey(String key) {
    return parse(key, '.');
  }

  private static FlowLabel parse(String text, char delimiter) {
    String source = "";
    String rest = text;
    int end = text.indexOf(delimiter);
    if (text.startsWith("$")) {
      source = RESERVED;
      rest = text.substring(1);
    } else if (end >= 0) {
      source = text.substring(0, end);
      rest = text.substring(end + 1);
    } else if (delimiter != '.' && text.startsWith(RESERVED + ".")) {
      source = RESERVED;
      rest = text.substring(RESERVED.length() + 1);
    }
    int equals = rest.indexOf('=');
    String key = equals < 0 ? rest : rest.substring(0, equals);
    String value = equals < 0 ? "" : rest.substring(equals + 1);
    if (equals == 0 && source.equals(RESERVED)) {
      key = value;
      value = "";
    }
    return new FlowLabel(source.isEmpty() ? "unspec" : source, key, value);
  }

  /**
   * Whether a selector's key means this label; of two address ranges, the wider means the narrower.
   */
  boolean hasKeyOf(FlowLabel wanted) {
    if (!wanted.source.equals(ANY) && !wanted.source.equals(source)) {
      return false;
    }
    boolean ranges = source.equals(CIDR) && wanted.source.equals(CIDR);
    return ranges ? isWithin(wanted) : key.equals(wanted.key);
  }

  private boolean isWithin(FlowLabel wanted) {
    try {
      GoPrefix narrow = GoPrefix.parse(key.replace('-', ':'));
      GoPrefix wide = GoPrefix.parse(wanted.key.replace('-', ':'));
      return wide.length() <= narrow.length() && wide.contains(narrow.address());
    } catch (GoSyntaxException e) {
      return false;
    }
  }
}
