package dev.chancery.agent.offline;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Request;
import java.util.Optional;

/**
 * Who wants to do what to whom.
 *
 * @param from {@code namespace/pod}, {@code pod} in namespace default, an address, or the name of a
 *     reserved identity such as {@code world}
 * @param to as {@code from}, or a DNS name outside the cluster
 * @param port destination port; of ICMP the type
 * @param http empty for a plain connection
 * @param queriedName of a DNS query that is sent to {@code to}
 * @param direction the only one to be judged; empty for both
 */
public record Question(
    String from,
    String to,
    Protocol protocol,
    int port,
    Optional<Request.Http> http,
    Optional<String> queriedName,
    Optional<Direction> direction) {

  /** A connection or an HTTP request, judged at both ends. */
  public Question(
      String from, String to, Protocol protocol, int port, Optional<Request.Http> http) {
    this(from, to, protocol, port, http, Optional.empty(), Optional.empty());
  }

  /** Whether this direction is asked about. */
  public boolean concerns(Direction asked) {
    return direction.isEmpty() || direction.get() == asked;
  }

  /** The same with another path; of a question without HTTP the same. */
  Question withPath(String path) {
    var changed = http.map(h -> new Request.Http(h.method(), path, h.authority(), h.headers()));
    return new Question(from, to, protocol, port, changed, queriedName, direction);
  }

  /** {@code a -> b:80/TCP POST /x}. */
  public String text() {
    String what =
        http.map(h -> " " + WrittenRequest.text(h.method() + " " + h.path()))
            .or(() -> queriedName.map(n -> " query " + n))
            .orElse("");
    return from + " -> " + to + ":" + port + "/" + protocol + what;
  }
}
