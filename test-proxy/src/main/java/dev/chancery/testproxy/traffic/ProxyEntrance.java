package dev.chancery.testproxy.traffic;

import io.netty.channel.Channel;

/** The proxy's side of a redirect. */
public interface ProxyEntrance {
  /**
   * Takes over a connection as a listener of the proxy accepts one: its local address is what the
   * client dialled. Called in the channel's event loop.
   *
   * @param client does not read yet
   * @param port of the listener, on the loopback address of the destination's family
   * @param outbound where the proxy's own connections go
   * @return whether anything listens there
   */
  boolean accept(Channel client, Passage passage, int port, Outbound outbound);
}
