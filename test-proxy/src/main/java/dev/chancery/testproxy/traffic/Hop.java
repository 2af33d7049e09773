package dev.chancery.testproxy.traffic;

import java.net.InetSocketAddress;

/** Where a connection goes next. */
sealed interface Hop {
  /** To a listener of the proxy. */
  record ToProxy(int port) implements Hop {}

  /** Past the proxy, or after it. */
  record Direct(InetSocketAddress address) implements Hop {}

  /** Nowhere. */
  record Refused(String reason) implements Hop {}
}
