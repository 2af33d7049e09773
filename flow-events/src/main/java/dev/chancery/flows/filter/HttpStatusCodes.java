package dev.chancery.flows.filter;

import dev.chancery.flows.golang.GoQuote;
import java.util.ArrayList;
import java.util.List;

/**
 * Wanted status codes: whole ({@code 404}) or by their first digits ({@code 4+}, {@code 40+}).
 *
 * @param whole three digits each
 * @param prefixes one or two digits each
 */
record HttpStatusCodes(List<String> whole, List<String> prefixes) {
  static HttpStatusCodes parse(List<String> texts) throws InvalidFilterException {
    var whole = new ArrayList<String>();
    var prefixes = new ArrayList<String>();
    for (String text : texts) {
      if (text.matches("[1-5][0-9]{2}")) {
        whole.add(text);
      } else if (text.matches("[1-5][0-9]?\\+")) {
        prefixes.add(text.substring(0, text.length() - 1));
      } else {
        throw new InvalidFilterException(
            "invalid http status code filter: invalid status code prefix: " + GoQuote.quote(text));
      }
    }
    return new HttpStatusCodes(whole, prefixes);
  }

  /** A request has code 0 and is never wanted. */
  boolean contains(int code) {
    if (code == 0) {
      return false;
    }
    String digits = String.format("%03d", Integer.toUnsignedLong(code));
    return whole.contains(digits) || prefixes.stream().anyMatch(digits::startsWith);
  }
}
