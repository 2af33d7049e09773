package dev.chancery.agent.proxyports;

/**
 * Connections that the datapath is to hand to the proxy.
 *
 * @param proxyPort where the proxy listens, on this node's loopback addresses
 */
public record AnnouncedRedirect(WantedRedirect redirect, int proxyPort) {
  public String id() {
    return redirect.id();
  }
}
