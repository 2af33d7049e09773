package dev.chancery.agent.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * The threads of all unix sockets of this process. NIO rather than epoll: it needs no native code,
 * and the JDK tells the peer's user since 17. Daemon threads, so nothing has to end them.
 */
final class EventLoops {
  private static final int THREADS =
      Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

  static final EventLoopGroup UNIX =
      new MultiThreadIoEventLoopGroup(
          THREADS, new DefaultThreadFactory("unix", true), NioIoHandler.newFactory());

  private EventLoops() {}
}
