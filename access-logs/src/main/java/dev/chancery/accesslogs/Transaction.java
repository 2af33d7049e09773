package dev.chancery.accesslogs;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * What records of every protocol have in common.
 *
 * @param ingress whether an endpoint's ingress policy was asked, else its egress policy
 * @param source who asked
 * @param destination who was asked, before any translation by the proxy
 * @param sourceIdentity 0 where the proxy does not know it
 * @param destinationIdentity 0 where the proxy does not know it
 * @param proxyPolicy what the proxy calls the policy that it applied; empty where unknown
 * @param endpointId whose policy was applied; 0 where the proxy does not say
 */
public record Transaction(
    Instant time,
    Type type,
    Verdict verdict,
    boolean ingress,
    Transport transport,
    InetSocketAddress source,
    InetSocketAddress destination,
    long sourceIdentity,
    long destinationIdentity,
    String proxyPolicy,
    long endpointId) {
  /** Of an endpoint that the proxy does not name. */
  public Transaction(
      Instant time,
      Type type,
      Verdict verdict,
      boolean ingress,
      Transport transport,
      InetSocketAddress source,
      InetSocketAddress destination,
      long sourceIdentity,
      long destinationIdentity,
      String proxyPolicy) {
    this(
        time,
        type,
        verdict,
        ingress,
        transport,
        source,
        destination,
        sourceIdentity,
        destinationIdentity,
        proxyPolicy,
        0);
  }

  /** Which half of a transaction a record tells of. */
  public enum Type {
    REQUEST,
    RESPONSE,
    SAMPLE,
    /** A kind that is not known here. */
    OTHER
  }

  /** What became of it; a denial's own answer is a forwarded response. */
  public enum Verdict {
    FORWARDED,
    DENIED,
    ERROR,
    REDIRECTED,
    /** A word that is not known here. */
    OTHER
  }

  /** Transport protocol. */
  public enum Transport {
    TCP,
    UDP,
    SCTP,
    OTHER
  }
}
