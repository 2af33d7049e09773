package dev.chancery.testproxy.policy;

/** Which socket {@code cilium.tls_wrapper} makes of a connection (§3.2, §5.4). */
public enum TlsOutcome {
  /** A rule allows the connection without a TLS context. */
  RAW,
  /** A rule allows the connection and carries a context, whose secrets are there. */
  TLS,
  /** No rule allows it, or the context's secrets have not arrived. */
  CLOSED
}
