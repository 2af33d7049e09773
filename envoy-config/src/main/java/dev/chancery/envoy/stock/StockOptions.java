package dev.chancery.envoy.stock;

import java.util.List;

/**
 * What an operator can choose about a stock Envoy.
 *
 * @param normalizePath one canonical path is matched, forwarded and logged; Cilium's {@code
 *     http-normalize-path}
 * @param deniedBody body of a denial, with its line end; Cilium's {@code http-403-msg}
 * @param loggedHeaders request headers to log beside the usual ones; lower case
 */
public record StockOptions(boolean normalizePath, String deniedBody, List<String> loggedHeaders) {
  public static final StockOptions DEFAULTS =
      new StockOptions(true, "Access denied\r\n", List.of());

  public StockOptions {
    loggedHeaders = List.copyOf(loggedHeaders);
  }
}
