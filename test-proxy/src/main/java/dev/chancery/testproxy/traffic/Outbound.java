package dev.chancery.testproxy.traffic;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;

/** Connections of the proxy to where its clients wanted to go. */
public interface Outbound {
  /**
   * Dials the passage's destination. The socket's mark, which the datapath reads, says whose policy
   * has let it go (§5.1: 0x0A00 and 0x0B00).
   *
   * @param handler of the new channel
   */
  ChannelFuture dial(Passage passage, Way passed, ChannelHandler handler);
}
