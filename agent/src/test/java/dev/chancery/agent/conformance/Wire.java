package dev.chancery.agent.conformance;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The protocol that a client speaks. */
enum Wire {
  HTTP_1 {
    @Override
    ClientConnection open(String from, InetSocketAddress to) throws IOException {
      return RawConnection.open(from, to);
    }
  },
  HTTP_2 {
    @Override
    ClientConnection open(String from, InetSocketAddress to) throws IOException {
      return Http2Connection.open(from, to);
    }
  };

  abstract ClientConnection open(String from, InetSocketAddress to) throws IOException;
}
