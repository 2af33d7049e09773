package dev.chancery.agent.engines;

import dev.chancery.policy.evaluate.Request;
import java.util.Optional;

/**
 * What becomes of traffic.
 *
 * @param status that the client is answered: {@link #PASSED} where nothing stands between it and
 *     the server
 * @param seen the request as the server sees it; empty where there is none
 * @param proxied whether an Envoy reads the requests
 */
public record Outcome(int status, Optional<Request.Http> seen, boolean proxied) {
  /** No answer: the connection is refused, or closed. */
  public static final int CLOSED = 0;

  public static final int PASSED = 200;
  public static final int DENIED = 403;

  /** Of a proxy whose own connection to the server is not let through. */
  public static final int UNREACHABLE = 503;

  static Outcome passed(Optional<Request.Http> seen, boolean proxied) {
    return new Outcome(PASSED, seen, proxied);
  }

  /** The connection does not come about. */
  static Outcome closed() {
    return new Outcome(CLOSED, Optional.empty(), false);
  }

  /** A proxy answers in the server's place. */
  static Outcome answered(int status) {
    return new Outcome(status, Optional.empty(), true);
  }

  public boolean allowed() {
    return status == PASSED;
  }
}
