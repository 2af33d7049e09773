package dev.chancery.agent.envoy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Envoy's admin interface on a unix socket. Each call is a connection of its own, takes at most
 * five seconds, and reads at most 64 MiB.
 */
public final class EnvoyAdmin {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 64 << 20;

  private final Path socket;

  public EnvoyAdmin(Path socket) {
    this.socket = socket;
  }

  /** Whether {@code GET /ready} says so; an Envoy that does not answer is not ready. */
  public boolean isReady() {
    try {
      return get("/ready").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Counters and gauges by name; histograms are left out.
   *
   * @param filter a regular expression that Envoy searches for in names; empty for all
   */
  public Map<String, Long> stats(String filter) throws IOException {
    var query =
        filter.isEmpty() ? "" : "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    var response = get("/stats" + query);
    if (response.status() != 200) {
      throw new IOException("envoy admin: /stats answers " + response.status());
    }
    var stats = new TreeMap<String, Long>();
    for (var line : (Iterable<String>) response.body().lines()::iterator) {
      var colon = line.lastIndexOf(": ");
      var value = colon < 0 ? "" : line.substring(colon + 2);
      if (!value.isEmpty()
          && value.length() <= 18
          && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
        stats.put(line.substring(0, colon), Long.parseLong(value));
      }
    }
    return stats;
  }

  /**
   * The answer to a GET.
   *
   * @param path with its query, such as {@code /config_dump?mask=…}
   */
  public HttpResponse get(String path) throws IOException {
    var request = "GET " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    return HttpResponse.parse(exchange(request.getBytes(StandardCharsets.US_ASCII)));
  }

  private byte[] exchange(byte[] request) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var selector = Selector.open()) {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
        throw new IOException("envoy admin: " + socket + " is busy");
      }
      channel.write(ByteBuffer.wrap(request)); // smaller than any socket buffer
      channel.register(selector, SelectionKey.OP_READ);
      return readAll(channel, selector);
    }
  }

  private byte[] readAll(SocketChannel channel, Selector selector) throws IOException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var received = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(64 << 10);
    while (true) {
      var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0 || received.size() > MAX_BYTES) {
        throw new IOException("envoy admin: " + socket + " does not end its answer");
      }
      selector.select(left);
      selector.selectedKeys().clear();
      var count = channel.read(buffer);
      if (count < 0) {
        return received.toByteArray();
      }
      received.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
  }
}
