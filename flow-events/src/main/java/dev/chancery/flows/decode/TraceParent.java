package dev.chancery.flows.decode;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The W3C {@code traceparent} header. */
final class TraceParent {
  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final int LONGEST = 1024;

  private TraceParent() {}

  /** Empty unless the whole value is valid. */
  static String traceId(String header) {
    Matcher form = FORM.matcher(header);
    if (header.length() > LONGEST || !form.matches()) {
      return "";
    }
    String version = form.group(1);
    boolean wellFormed =
        version.equals("00")
            ? form.group(5) == null && form.group(4).compareTo("02") <= 0
            : !version.equals("ff");
    boolean zero = isZero(form.group(2)) || isZero(form.group(3));
    return wellFormed && !zero ? form.group(2) : "";
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(c -> c == '0');
  }
}
