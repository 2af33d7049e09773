package dev.chancery.testproxy.traffic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;

/** The end of a connection by RST. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails ends the channel, which handlers see.
final class Reset {
  private Reset() {}

  /** In any thread, and also of one that ends by itself meanwhile. */
  static void close(Channel channel) {
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException e) {
      // Closed already.
    }
    channel.close();
  }
}
