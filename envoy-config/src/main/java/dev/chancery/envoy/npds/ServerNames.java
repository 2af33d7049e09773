package dev.chancery.envoy.npds;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the proxy takes as an element of {@code server_names}; as {@code cilium/api/npds.proto}
 * constrains it. It refuses every policy for one that it does not take.
 */
public final class ServerNames {
  private static final String LABEL = "[*]?+[-a-zA-Z0-9_]++([*][-a-zA-Z0-9_]++)*+[*]?+";
  private static final String PART = "([*]{1,2}+|" + LABEL + ")";
  private static final Pattern TAKEN = Pattern.compile("(" + PART + "[.])*+" + PART);

  private ServerNames() {}

  /** Whether a proxy that reads patterns takes it. */
  public static boolean isTaken(String name) {
    return TAKEN.matcher(name).matches();
  }

  /**
   * Without the final dot, which no TLS hello has; empty for what cannot be said.
   *
   * @param patterns whether the proxy reads them
   */
  static Optional<String> message(String name, boolean patterns) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return Optional.of(bare).filter(n -> isTaken(n) && (patterns || !n.contains("*")));
  }
}
