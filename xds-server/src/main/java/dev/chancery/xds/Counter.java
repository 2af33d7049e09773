package dev.chancery.xds;

/** What an {@link XdsServer} counts. */
public enum Counter {
  STREAMS,
  REQUESTS,
  RESPONSES,
  ACKS,
  NACKS,
  /** An ACK or NACK of something that is not waiting for one: ignored. */
  STALE_NONCES,
  /** A stream whose first request names no node: it sees no resources. */
  MISSING_NODES,
  /** A subscription to a type that nobody registered or published: it has no resources. */
  UNKNOWN_TYPES,
  /** No type URL on an aggregated stream, another service's type, an over-long name: ignored. */
  MALFORMED,
  /** Streams ended because what came was no request. */
  UNREADABLE,
  /** Streams ended because of {@link Limits}. */
  OVER_LIMIT,
  /** Streams ended because of what the client calls itself: too long, or the check refused it. */
  REFUSED_NODES,
  /** Streams ended because what the client quoted breaks the version scheme, or its service. */
  PROTOCOL_ERRORS,
  /** Streams ended because the node does not take a response of this size: {@link Oversize}. */
  OVERSIZE,
  /** Streams ended, or listeners left, because of an exception in this process. */
  ERRORS
}
