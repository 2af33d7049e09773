package dev.chancery.agent.proxyports;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/** Tells which ports of this machine somebody has already. */
@FunctionalInterface
public interface OpenPorts {
  /** Of this process's network namespace, as the kernel lists them. */
  OpenPorts OF_KERNEL = () -> in(Path.of("/proc/net"));

  /** Local ports of TCP and UDP, each a bit. */
  BitSet get();

  /** What the socket tables in a folder say; a table that is missing or unreadable says nothing. */
  static BitSet in(Path folder) {
    BitSet ports = new BitSet();
    for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
      try (BufferedReader lines = Files.newBufferedReader(folder.resolve(table))) {
        lines.lines().skip(1).forEach(line -> add(line, ports));
      } catch (IOException | RuntimeException e) {
        // A port that is open all the same is refused by the proxy, and another one tried.
      }
    }
    return ports;
  }

  /** {@code 0: 0100007F:1F90 00000000:0000 0A …}: the port is in the second column, in hex. */
  private static void add(String line, BitSet into) {
    String[] columns = line.strip().split("\\s+", 3);
    if (columns.length < 2) {
      return;
    }
    int colon = columns[1].lastIndexOf(':');
    try {
      int port = Integer.parseInt(columns[1], colon + 1, columns[1].length(), 16);
      if (port > 0 && port <= 65535) {
        into.set(port);
      }
    } catch (NumberFormatException e) {
      // Not a line of a socket.
    }
  }
}
