package dev.chancery.agent.run;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.LoggerFactory;

/**
 * What has been started, to be closed in the reverse order. Closing may come from another thread
 * and in the middle of a start: what is started after that is closed at once.
 */
public final class Parts implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  /**
   * Takes a part.
   *
   * @throws IOException if all has been closed already; the part is closed too then
   */
  public <T extends AutoCloseable> T keep(T part) throws IOException {
    synchronized (this) {
      if (!closed) {
        parts.push(part);
        return part;
      }
    }
    close(part);
    throw new IOException("stopped while it was starting");
  }

  @Override
  public void close() {
    while (true) {
      AutoCloseable next;
      synchronized (this) {
        closed = true;
        next = parts.poll();
      }
      if (next == null) {
        return;
      }
      close(next);
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LoggerFactory.getLogger(Parts.class).atWarn().setCause(e).log("not closed cleanly");
    }
  }
}
