package dev.chancery.accesslogs;

import java.time.Instant;

/** Anything that a proxy tells: of a request or response, or of a connection. */
public sealed interface ProxyRecord permits L7Record, ConnectionRecord {
  /** When the proxy saw it. */
  Instant time();

  /** Rough cost in memory, in bytes. */
  default long weight() {
    return 512;
  }
}
