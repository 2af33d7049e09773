package dev.chancery.agent.examples;

import com.google.common.net.InetAddresses;
import dev.chancery.agent.offline.Answer;
import dev.chancery.agent.offline.Question;
import dev.chancery.agent.offline.cases.Case;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.world.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A case as an HTTP request that can be sent through Envoy.
 *
 * @param from where the client binds
 * @param to what it dials
 * @param status of the answer that the evaluator expects; 0 where the connection is closed
 */
record Sent(String from, InetSocketAddress to, Request.Http request, int status) {
  private static final int CLOSED = 0;
  private static final Request.Http ROOT = new Request.Http("GET", "/", "", Map.of());

  /** Empty, with the reason on the other side, where stock Envoy never sees such traffic. */
  static Outcome of(NodeView view, Case asked) {
    Question question = asked.question();
    Optional<Endpoint> server = pod(view, question.to());
    Optional<String> client = client(view, question.from());
    if (question.queriedName().isPresent()) {
      return new Outcome.Kept("a DNS query");
    }
    if (question.protocol() != Protocol.TCP) {
      return new Outcome.Kept("not TCP");
    }
    if (question.direction().isPresent()) {
      return new Outcome.Kept("one direction alone");
    }
    if (server.isEmpty()) {
      return new Outcome.Kept("to no pod");
    }
    if (client.isEmpty()) {
      return new Outcome.Kept("from no address of this machine");
    }
    boolean served =
        server.get().appAddress().isPresent()
            && server.get().ports().stream()
                .anyMatch(p -> p.protocol() == Protocol.TCP && p.port() == question.port());
    if (!served) {
      return new Outcome.Kept("to a port that nobody serves");
    }
    var to = new InetSocketAddress(server.get().addresses().get(0), question.port());
    Request.Http request = question.http().orElse(ROOT);
    return new Outcome.Send(new Sent(client.get(), to, request, status(view, question, request)));
  }

  /** Whether a case can be sent. */
  sealed interface Outcome {
    record Send(Sent sent) implements Outcome {}

    record Kept(String reason) implements Outcome {}
  }

  private static int status(NodeView view, Question question, Request.Http request) {
    if (!allowed(view, question, Optional.empty())) {
      return CLOSED;
    }
    return allowed(view, question, Optional.of(request)) ? 200 : 403;
  }

  private static boolean allowed(NodeView view, Question asked, Optional<Request.Http> http) {
    return Answer.of(
            view, new Question(asked.from(), asked.to(), asked.protocol(), asked.port(), http))
        .allowed();
  }

  static Optional<Endpoint> pod(NodeView view, String name) {
    String key = name.contains("/") ? name : "default/" + name;
    return view.world().endpoints().stream().filter(e -> e.key().equals(key)).findFirst();
  }

  private static Optional<String> client(NodeView view, String name) {
    if (InetAddresses.isInetAddress(name)) {
      return Optional.of(name).filter(n -> InetAddresses.forString(n).isLoopbackAddress());
    }
    return pod(view, name)
        .flatMap(e -> e.addresses().stream().findFirst())
        .map(InetAddress::getHostAddress);
  }

  /** As a client writes it. An empty host is what a case without one asks about. */
  String bytes() {
    StringBuilder head =
        new StringBuilder(request.method() + " " + request.path() + " HTTP/1.1\r\n");
    head.append("Host: ").append(request.authority()).append("\r\n");
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      header.getValue().forEach(v -> head.append(header.getKey() + ": " + v + "\r\n"));
    }
    return head.append("\r\n").toString();
  }
}
