package dev.chancery.flows.observe;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Lines of less than 64 KiB, without their LF or CR LF; the last may lack it. */
final class LineReader {
  private static final int LIMIT = 64 * 1024;

  private final InputStream in;
  private long number;

  LineReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** The number of the line read last, from 1. */
  long number() {
    return number;
  }

  Optional<byte[]> next() throws FlowSourceException {
    try {
      var line = new ByteArrayOutputStream();
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      number++;
      while (next >= 0 && next != '\n') {
        line.write(next);
        if (line.size() >= LIMIT) {
          throw new FlowSourceException("bufio.Scanner: token too long");
        }
        next = in.read();
      }
      return Optional.of(withoutReturn(line.toByteArray()));
    } catch (IOException e) {
      throw new FlowSourceException("read: input/output error");
    }
  }

  private static byte[] withoutReturn(byte[] line) {
    boolean returns = line.length > 0 && line[line.length - 1] == '\r';
    return returns ? Arrays.copyOf(line, line.length - 1) : line;
  }
}
