package dev.chancery.policy.dns;

import java.util.Arrays;
import java.util.List;

/**
 * A name in the one form in which names are compared: lower case, with a final dot.
 *
 * @param labels between the dots; the last is empty, as it stands for the root
 */
record DnsName(List<String> labels) {
  DnsName {
    labels = List.copyOf(labels);
  }

  /** Of a text as a client or a policy has it. Of several final dots all are kept. */
  static DnsName of(String text) {
    String lower = lowerCase(text);
    return new DnsName(Arrays.asList((lower.endsWith(".") ? lower : lower + ".").split("\\.", -1)));
  }

  /** Each character by itself, as Go does it: the length in characters stays. */
  static String lowerCase(String text) {
    return text.codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Whether these are labels of hosts or services, or this is the root. */
  boolean isWellFormed() {
    List<String> upper = labels.subList(0, labels.size() - 1);
    return labels.equals(List.of("", "")) || upper.stream().allMatch(DnsName::isWellFormed);
  }

  /** Whether a label is not empty and has letters, digits, dashes and underscores alone. */
  static boolean isWellFormed(String label) {
    return !label.isEmpty() && label.chars().allMatch(DnsName::isLabelCharacter);
  }

  /** Whether a character, in lower case, may stand in a label and for a star. */
  static boolean isLabelCharacter(int c) {
    return ('a' <= c && c <= 'z') || ('0' <= c && c <= '9') || c == '-' || c == '_';
  }

  /** With a final dot. */
  @Override
  public String toString() {
    return String.join(".", labels);
  }
}
