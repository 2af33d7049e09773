package dev.chancery.policy.label;

import java.util.Optional;
import java.util.regex.Pattern;

/** What Kubernetes takes as a label's key and value. Each answer is what is wrong, if anything. */
public final class LabelSyntax {
  private static final int MAX_NAME = 63;
  private static final int MAX_PREFIX = 253;
  private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private LabelSyntax() {}

  /** Checks a key in Cilium's internal form: the source counts, with a dot behind it. */
  public static Optional<String> keyFault(LabelKey key) {
    String text = key.internal();
    int slash = text.indexOf('/');
    String prefix = slash < 0 ? "" : text.substring(0, slash);
    String name = text.substring(slash + 1);
    if (slash >= 0 && (prefix.length() > MAX_PREFIX || !PREFIX.matcher(prefix).matches())) {
      return Optional.of("prefix part must be a DNS subdomain of at most 253 characters");
    }
    if (name.length() > MAX_NAME) {
      return Optional.of("name part must be no more than 63 bytes");
    }
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "name part must consist of alphanumeric characters, '-', '_' or '.', and must start"
                + " and end with an alphanumeric character");
  }

  /** Checks a value; the empty one is fine. */
  public static Optional<String> valueFault(String value) {
    if (value.length() > MAX_NAME) {
      return Optional.of("must be no more than 63 bytes");
    }
    return value.isEmpty() || NAME.matcher(value).matches()
        ? Optional.empty()
        : Optional.of(
            "a valid label must be an empty string or consist of alphanumeric characters, '-',"
                + " '_' or '.', and must start and end with an alphanumeric character");
  }
}
