package dev.chancery.agent.demo;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One keep-alive connection that sends a request every 5 ms while the policy changes under it: what
 * every version allows is always answered by the application, what none allows never, and what some
 * allow is answered in one of the two ways.
 */
final class LiveEdit implements Callable<LiveEdit.Tally> {
  static final String SOMETIMES = "/v1/report";
  private static final long INTERVAL_MILLIS = 5;
  private static final String ALLOWED = "200 \"Ship landed\\n\"";
  private static final String DENIED = "403 \"Access denied\\r\\n\"";
  private static final String REPORT = "200 \"You asked for " + SOMETIMES + "\\n\"";

  private final Ship ship;
  private final AtomicInteger version = new AtomicInteger();
  private volatile boolean over;

  LiveEdit(Ship ship) {
    this.ship = ship;
  }

  /** What was sent and answered; every request had its answer, on one connection. */
  record Tally(int requests, int reportsAllowed, int reportsDenied) {}

  /** The policy is about to change. */
  void nextVersion() {
    version.incrementAndGet();
  }

  void end() {
    over = true;
  }

  @Override
  public Tally call() throws IOException, InterruptedException, Mismatch {
    int requests = 0;
    int allowed = 0;
    int denied = 0;
    try (HttpConnection connection = ship.open()) {
      while (!over) {
        check(connection, "POST", "/v1/request-landing", ALLOWED);
        check(connection, "PUT", "/v1/exhaust-port", DENIED);
        Answer answer = send(connection, "GET", SOMETIMES);
        if (answer.toString().equals(REPORT)) {
          allowed++;
        } else if (answer.toString().equals(DENIED)) {
          denied++;
        } else {
          throw new Mismatch("GET " + SOMETIMES, REPORT + " or " + DENIED, answer);
        }
        requests += 3;
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      }
    }
    return new Tally(requests, allowed, denied);
  }

  private void check(HttpConnection connection, String method, String target, String expected)
      throws IOException, Mismatch {
    Answer answer = send(connection, method, target);
    if (!answer.toString().equals(expected)) {
      throw new Mismatch(
          method + " " + target + " during version " + version.get(), expected, answer);
    }
  }

  private Answer send(HttpConnection connection, String method, String target)
      throws IOException, Mismatch {
    Answer answer = connection.exchange(Ship.text(method, target, Map.of()));
    if (!answer.keepsConnection()) {
      throw new Mismatch(method + " " + target, "connection kept", "connection: close");
    }
    return answer;
  }
}
