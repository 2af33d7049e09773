package dev.chancery.agent.conformance;

import java.io.IOException;

/** A client's connection, on which requests follow each other. */
interface ClientConnection extends AutoCloseable {
  /** Whether a further request may be sent. */
  boolean usable();

  /** Sends a request and waits for its answer; the status is 0 where none comes. */
  RawConnection.Answer ask(WireRequest request) throws IOException;

  @Override
  void close() throws IOException;
}
