package dev.chancery.testproxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks whether somebody listens for log records at a path (gotcha 20). The JDK knows no sequenced
 * packets, so it connects by a stream: a listener for packets refuses that as the wrong type, which
 * is what is wanted.
 */
final class AccessLogProbe {
  private AccessLogProbe() {}

  /** What is wrong with the path; empty: all is well. */
  static Optional<String> problem(String path) {
    if (!Files.exists(Path.of(path))) {
      return Optional.of(path + ": no such socket");
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      return Optional.of(path + ": a stream socket (expected: SOCK_SEQPACKET)");
    } catch (ConnectException e) {
      return Optional.of(path + ": nobody listens");
    } catch (SocketException e) {
      String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      return text.contains("wrong type") ? Optional.empty() : Optional.of(path + ": " + text);
    } catch (IOException | RuntimeException e) {
      return Optional.of(path + ": " + e.getMessage());
    }
  }
}
