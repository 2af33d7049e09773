package dev.chancery.agent.net;

import java.io.IOException;
import java.nio.file.Path;

/** Somebody answers at the path of a socket that was to be bound. */
public final class SocketInUseException extends IOException {
  private static final long serialVersionUID = 1;

  SocketInUseException(Path path) {
    super("socket path: " + path + " is served by another process (expected: one agent a run dir)");
  }
}
