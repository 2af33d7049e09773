package dev.chancery.redaction;

import java.util.List;

/**
 * What of HTTP is hidden from flows. Names, defaults and meaning are those of Cilium's agent.
 *
 * @param enabled {@code hubble-redact-enabled}; while false, only passwords in URLs are hidden
 * @param httpUrlQuery {@code hubble-redact-http-urlquery}: hide query and fragment
 * @param httpUserInfo {@code hubble-redact-http-userinfo}: hide the password of a URL
 * @param httpHeadersAllow {@code hubble-redact-http-headers-allow}: names of the headers whose
 *     values are shown, in any case; all others are hidden
 * @param httpHeadersDeny {@code hubble-redact-http-headers-deny}: names of the headers whose values
 *     are hidden; all others are shown. With both lists empty all values are hidden
 */
public record RedactionOptions(
    boolean enabled,
    boolean httpUrlQuery,
    boolean httpUserInfo,
    List<String> httpHeadersAllow,
    List<String> httpHeadersDeny) {
  /** Cilium's defaults: off, save for passwords in URLs. */
  public static final RedactionOptions DEFAULT =
      new RedactionOptions(false, false, true, List.of(), List.of());

  /**
   * @throws IllegalArgumentException when both lists have entries, with the text of Cilium's agent
   */
  public RedactionOptions {
    httpHeadersAllow = List.copyOf(httpHeadersAllow);
    httpHeadersDeny = List.copyOf(httpHeadersDeny);
    if (!httpHeadersAllow.isEmpty() && !httpHeadersDeny.isEmpty()) {
      throw new IllegalArgumentException(
          "Only one of --hubble-redact-http-headers-allow and"
              + " --hubble-redact-http-headers-deny can be specified, not both");
    }
  }

  boolean hidesQuery() {
    return enabled && httpUrlQuery;
  }

  boolean hidesPassword() {
    return !enabled || httpUserInfo;
  }
}
