package dev.chancery.agent.engines;

import dev.chancery.agent.offline.End;
import dev.chancery.agent.offline.LearntNames;
import dev.chancery.agent.offline.Question;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who does what to whom.
 *
 * @param port destination port; of ICMP the type
 * @param serverName in the hello of a TLS connection; empty for one in plain text
 * @param http as the client sends it: the target as written, names of headers in lower case, lines
 *     of the host joined with a comma; empty where nothing but a connection is asked about
 * @param only the one direction that is asked about; empty for both
 */
public record Traffic(
    End from,
    End to,
    Protocol protocol,
    int port,
    Optional<String> serverName,
    Optional<Request.Http> http,
    Optional<Direction> only) {

  /** What a question is about; a name in the DNS that it asks for is left out. */
  public static Traffic of(NodeView view, Question question) {
    NodeView known = LearntNames.learn(view, List.of(question));
    return new Traffic(
        End.find(known, question.from()),
        End.find(known, question.to()),
        question.protocol(),
        question.port(),
        Optional.empty(),
        question.http(),
        question.direction());
  }

  /** The address that a connection comes from; empty where nobody in particular is meant. */
  Optional<InetAddress> client() {
    return from.endpoint().map(e -> e.addresses().get(0)).or(from::address);
  }

  /** The end whose policy counts. */
  End own(Direction direction) {
    return direction == Direction.EGRESS ? from : to;
  }

  End peer(Direction direction) {
    return direction == Direction.EGRESS ? to : from;
  }

  /** Whether a policy of this node is asked. */
  boolean concerns(Direction direction) {
    return own(direction).endpoint().isPresent() && only.map(direction::equals).orElse(true);
  }
}
