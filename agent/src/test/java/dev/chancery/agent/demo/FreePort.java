package dev.chancery.agent.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A port that nobody uses on the deathstar's addresses, so that a demo beside the tests is no
 * matter.
 */
final class FreePort {
  private FreePort() {}

  static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.20.0.5"))) {
      return socket.getLocalPort();
    }
  }
}
