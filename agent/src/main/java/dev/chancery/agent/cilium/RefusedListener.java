package dev.chancery.agent.cilium;

import java.util.regex.Pattern;

/**
 * Whom a NACK of listeners is about. Envoy takes the good ones of a response and names the bad ones
 * ({@code Error adding/updating listener(s) NAME: …}, its {@code lds_api.cc}), but a NACK counts
 * for all that were in the response.
 */
final class RefusedListener {
  private static final Pattern ANY = Pattern.compile("cilium-[a-z]+-(?:in|e)gress:[0-9]+");

  private RefusedListener() {}

  /** Whether it is this one: it is named, or nobody is. */
  static boolean is(String name, String reason) {
    var named = ANY.matcher(reason).results().map(found -> found.group()).toList();
    return named.isEmpty() || named.contains(name);
  }
}
