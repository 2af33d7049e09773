package dev.chancery.testproxy.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The head of a request as the filters see it: after the paths have been normalised.
 *
 * @param headers in order, pseudo headers among them
 */
public record HttpCall(List<Header> headers) {
  public HttpCall {
    headers = List.copyOf(headers);
  }

  /** A request of these parts; {@code path} includes the query string. */
  public static HttpCall of(String method, String authority, String path, Header... others) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header(":method", method));
    headers.add(new Header(":authority", authority));
    headers.add(new Header(":path", path));
    headers.addAll(List.of(others));
    return new HttpCall(headers);
  }

  /** All values of a header, joined with commas as Envoy joins them; empty where it is missing. */
  public Optional<String> joined(String name) {
    String wanted = canonical(name);
    List<String> values =
        headers.stream().filter(h -> h.name().equals(wanted)).map(Header::value).toList();
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(values.stream().collect(Collectors.joining(",")));
  }

  HttpCall without(String name) {
    String gone = canonical(name);
    return new HttpCall(headers.stream().filter(h -> !h.name().equals(gone)).toList());
  }

  HttpCall with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(canonical(name), value));
    return new HttpCall(more);
  }

  /** To Envoy {@code host} is another name of the authority. */
  private static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("host") ? ":authority" : lower;
  }
}
