package dev.chancery.accesslogs;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * What the proxy did with a TCP connection at L3 and L4.
 *
 * @param ingress whether an endpoint's ingress policy was asked, else its egress policy
 * @param denied closed by policy before a byte passed
 * @param proxyPolicy what the proxy calls the policy that it applied; empty where unknown
 * @param endpointId whose policy was applied; 0 where the proxy does not say
 */
public record ConnectionRecord(
    Instant time,
    boolean ingress,
    boolean denied,
    InetSocketAddress source,
    InetSocketAddress destination,
    String proxyPolicy,
    long endpointId)
    implements ProxyRecord {
  /** Of an endpoint that the proxy does not name. */
  public ConnectionRecord(
      Instant time,
      boolean ingress,
      boolean denied,
      InetSocketAddress source,
      InetSocketAddress destination,
      String proxyPolicy) {
    this(time, ingress, denied, source, destination, proxyPolicy, 0);
  }
}
