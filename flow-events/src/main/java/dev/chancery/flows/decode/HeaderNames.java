package dev.chancery.flows.decode;

import dev.chancery.accesslogs.HttpRecord.Header;
import java.util.Comparator;
import java.util.List;

/** Header names as Go's {@code net/http} spells them: {@code X-Request-Id}. */
final class HeaderNames {
  static final String REQUEST_ID = "x-request-id";

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private HeaderNames() {}

  /** Spelled canonically, sorted by name; headers of one name stay in order. */
  static List<Header> sorted(List<Header> headers) {
    return headers.stream()
        .map(header -> new Header(canonical(header.name()), header.value()))
        .sorted(Comparator.comparing(Header::name, HeaderNames::compareCodePoints))
        .toList();
  }

  /** The order of their UTF-8 forms: what takes two characters here comes after all else. */
  static int compareCodePoints(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char one = a.charAt(i);
      char other = b.charAt(i);
      if (one != other) {
        boolean surrogate = Character.isSurrogate(one);
        return surrogate == Character.isSurrogate(other) ? one - other : surrogate ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  /** As it is where it is no token. */
  static String canonical(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isTokenCharacter(name.charAt(i))) {
        return name;
      }
    }
    var out = new StringBuilder(name.length());
    boolean upper = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      out.append(upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
      upper = c == '-';
    }
    return out.toString();
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_MARKS.indexOf(c) >= 0;
  }

  /** Value of the first header of a name, which is in lower case; empty where there is none. */
  static String first(List<Header> headers, String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return "";
  }

  static boolean isRequestId(String name) {
    return name.equalsIgnoreCase(REQUEST_ID);
  }
}
