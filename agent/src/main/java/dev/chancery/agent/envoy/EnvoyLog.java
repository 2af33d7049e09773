package dev.chancery.agent.envoy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Follows Envoy's log file and passes its lines on, under {@code envoy.COMPONENT} and with the same
 * level. A line without a level (a crash, a usage error) is a warning. The file is emptied when it
 * has been read and has grown large. Not for use by several threads.
 */
final class EnvoyLog {
  /** {@code level|component|message}. */
  static final String FORMAT = "%l|%n|%v";

  private static final Pattern LINE = Pattern.compile("([a-z]+)\\|([^|]*)\\|(.*)");

  /** What Envoy warns of at every start and stop, and nobody can or need do anything about. */
  private static final Pattern ROUTINE =
      Pattern.compile(
          "marked as work-in-progress|^caught ENVOY_SIGTERM|^DeltaAggregatedResources gRPC config"
              + " stream to chancery-xds closed");

  private static final long LARGE = 4 << 20;
  private static final int MAX_LINE = 8 << 10;

  private final Path file;
  private final Sink sink;
  private final StringBuilder line = new StringBuilder();
  private long offset;

  /** Takes the lines. */
  interface Sink {
    void line(Level level, String logger, String message);
  }

  EnvoyLog(Path file) {
    this(
        file,
        (level, logger, message) -> LoggerFactory.getLogger(logger).atLevel(level).log(message));
  }

  EnvoyLog(Path file, Sink sink) {
    this.file = file;
    this.sink = sink;
  }

  /** Begins at the start of a new file. */
  void restart() {
    offset = 0;
    line.setLength(0);
  }

  /** Begins after what is in the file now. */
  void skip() {
    restart();
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      offset = channel.size();
    } catch (IOException e) {
      offset = 0;
    }
  }

  /** Passes on the lines that have come since. */
  void drain() {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() < offset) {
        restart();
      }
      var buffer = ByteBuffer.allocate(64 << 10);
      while (channel.read(buffer, offset) > 0) {
        offset += buffer.flip().remaining();
        take(buffer);
        buffer.clear();
      }
      if (offset > LARGE && channel.size() == offset) {
        channel.truncate(0); // Envoy appends, so it goes on at the new end.
        offset = 0;
      }
    } catch (NoSuchFileException e) {
      restart();
    } catch (IOException e) {
      sink.line(Level.WARN, "envoy", "log file cannot be read: " + e.getMessage());
    }
  }

  private void take(ByteBuffer bytes) {
    // Latin-1 keeps bytes apart until a line is whole.
    for (var c : StandardCharsets.ISO_8859_1.decode(bytes).toString().toCharArray()) {
      if (c == '\n') {
        pass();
      } else if (line.length() < MAX_LINE) {
        line.append(c);
      }
    }
  }

  private void pass() {
    var text =
        new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    line.setLength(0);
    var matcher = LINE.matcher(text);
    if (matcher.matches()) {
      String message = matcher.group(3);
      Level level = ROUTINE.matcher(message).find() ? Level.DEBUG : level(matcher.group(1));
      sink.line(level, "envoy." + matcher.group(2), message);
    } else if (!text.isBlank()) {
      sink.line(Level.WARN, "envoy", text);
    }
  }

  private static Level level(String name) {
    return switch (name) {
      case "trace" -> Level.TRACE;
      case "debug" -> Level.DEBUG;
      case "info" -> Level.INFO;
      case "error", "critical" -> Level.ERROR;
      default -> Level.WARN;
    };
  }
}
