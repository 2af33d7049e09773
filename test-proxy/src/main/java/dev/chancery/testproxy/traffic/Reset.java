package dev.chancery.testproxy.traffic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/** The end of a connection by RST. */
final class Reset {
  private Reset() {}

  static void close(Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }
}
