package dev.chancery.agent.engines;

import dev.chancery.policy.evaluate.Request;
import java.net.InetAddress;
import java.util.Optional;

/** What an HTTP connection manager makes of a request before its filters see it. */
public interface Manager {
  /**
   * Reads a request.
   *
   * @param client its address; empty where nobody in particular is meant
   */
  Reading read(Request.Http sent, Optional<InetAddress> client);

  /** What comes of it. */
  sealed interface Reading {
    /** The filters see this. */
    record Forward(Request.Http http) implements Reading {}

    /** The client is answered, and no filter is asked. */
    record Answer(int status) implements Reading {}
  }
}
