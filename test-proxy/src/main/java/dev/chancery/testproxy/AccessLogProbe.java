package dev.chancery.testproxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks whether somebody listens for log records at a path (gotcha 20). The JDK knows no sequenced
 * packets, so it connects by a stream: a listener for packets refuses that as the wrong type, which
 * is what is wanted.
 *
 * <p>A listener may be read after its sender has ended, who owes no log by then. So a path without
 * a log counts only if resources are served meanwhile, and there is none after that look either.
 * Where the proxy is killed during a look, nothing is known, and nothing is wrong.
 *
 * @param resources socket where the control plane serves resources
 */
record AccessLogProbe(Path resources) {
  /** What is wrong with the path; empty: all is well. */
  Optional<String> problem(String path) {
    if (look(path).isEmpty() || !isServed()) {
      return Optional.empty();
    }
    return look(path);
  }

  private boolean isServed() {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(resources))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<String> look(String path) {
    if (!Files.exists(Path.of(path))) {
      return Optional.of(path + ": no such socket");
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      return Optional.of(path + ": a stream socket (expected: SOCK_SEQPACKET)");
    } catch (ClosedByInterruptException e) {
      return Optional.empty();
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
