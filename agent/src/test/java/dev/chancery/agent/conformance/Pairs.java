package dev.chancery.agent.conformance;

import dev.chancery.agent.conformance.Fleet.Pod;
import dev.chancery.agent.reconcile.NodeView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts requests to Envoy, to the evaluator and to cilium-envoy, and keeps what differs.
 *
 * <p>Each connection starts with a request that nothing is odd about: what is none of HTTP in the
 * first bytes of a connection is judged as bytes.
 */
final class Pairs {
  private final ConformanceNode node;
  private final Map<Integer, Integer> outcomes = new TreeMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private final Map<String, Integer> explained = new TreeMap<>();
  private CiliumPairs cilium;
  private NodeView asked;
  private int count;
  private int ofThree;

  Pairs(ConformanceNode node) {
    this.node = node;
    this.asked = node.view();
    this.cilium = new CiliumPairs(asked, explained);
  }

  /** One client, one server, and what the one sends to the other, in order. */
  record Session(
      Wire wire, String client, Pod server, int port, WireRequest opener, List<WireRequest> rest) {}

  /**
   * Where the two do not agree.
   *
   * @param what in words
   */
  record Difference(Session session, WireRequest request, String what) {
    /** Without the requests that do not differ. */
    Session alone() {
      List<WireRequest> rest = request.equals(session.opener()) ? List.of() : List.of(request);
      return new Session(
          session.wire(),
          session.client(),
          session.server(),
          session.port(),
          session.opener(),
          rest);
    }

    /** Another request in the place of the one that differs. */
    Difference with(WireRequest other) {
      Session alone = alone();
      WireRequest opener = alone.rest().isEmpty() ? other : alone.opener();
      return new Difference(
          new Session(
              alone.wire(), alone.client(), alone.server(), alone.port(), opener, List.of(other)),
          other,
          what);
    }

    @Override
    public String toString() {
      return "%s: %s -> %s:%d %s %s"
          .formatted(
              what,
              session.client(),
              session.server().name(),
              session.port(),
              session.wire(),
              brief(request.bytes().replace("\r\n", "|")));
    }

    private static String brief(String text) {
      return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
  }

  int count() {
    return count;
  }

  /** How many of them were put to all three. */
  int ofThree() {
    return ofThree;
  }

  /** How often cilium-envoy, in any of its releases, differed as it is known to. */
  Map<String, Integer> explained() {
    return explained;
  }

  /** How many requests had which status; 0 for connections that were closed. */
  Map<Integer, Integer> outcomes() {
    return outcomes;
  }

  List<Difference> differences() {
    return differences;
  }

  void play(Session session) throws IOException {
    Oracle oracle = new Oracle(node.view(), session.client(), session.server(), session.port());
    ClientConnection connection = open(session);
    try {
      ask(session, oracle, connection, session.opener());
      for (WireRequest request : session.rest()) {
        if (!connection.usable()) {
          connection.close();
          connection = open(session);
          if (oracle.connects()) {
            ask(session, oracle, connection, session.opener());
          }
        }
        ask(session, oracle, connection, request);
      }
    } finally {
      connection.close();
    }
  }

  private static ClientConnection open(Session session) throws IOException {
    return session
        .wire()
        .open(session.client(), ConformanceNode.address(session.server(), session.port()));
  }

  private void ask(Session session, Oracle oracle, ClientConnection connection, WireRequest request)
      throws IOException {
    int expected = oracle.status(request);
    EchoServer application = node.application(session.server(), session.port());
    int before = node.reached();
    RawConnection.Answer answer = connection.ask(request);
    int reached = node.reached() - before;
    count++;
    outcomes.merge(expected, 1, Integer::sum);
    String wrong = wrong(request, expected, answer, reached, application);
    if (wrong != null) {
      differences.add(new Difference(session, request, wrong));
    } else if (CiliumPairs.isComparable(request)) {
      ofThree++;
      cilium()
          .differs(session, request, answer.status())
          .ifPresent(w -> differences.add(new Difference(session, request, w)));
    }
  }

  /** Of the policies that are in force now. */
  @SuppressWarnings("ReferenceEquality") // Another view, another state.
  private CiliumPairs cilium() {
    if (asked != node.view()) {
      asked = node.view();
      cilium = new CiliumPairs(asked, explained);
      List<String> violations = cilium.violations();
      if (!violations.isEmpty()) {
        throw new AssertionError("cilium-envoy is sent " + violations);
      }
    }
    return cilium;
  }

  private static @Nullable String wrong(
      WireRequest request,
      int expected,
      RawConnection.Answer answer,
      int reached,
      EchoServer application) {
    if (answer.status() != expected) {
      return "evaluator " + expected + ", Envoy " + answer.status();
    }
    if (reached != (expected == Oracle.SERVED ? 1 : 0)) {
      return "status " + expected + ", and " + reached + " requests reached the application";
    }
    if (expected == Oracle.DENIED
        && request.answerHasBody()
        && !answer.body().equals("Access denied\r\n")) {
      return "denied with body " + answer.body();
    }
    if (expected == Oracle.SERVED) {
      String head = application.heads().get(application.requests() - 1);
      String line = request.method() + " " + request.target().path() + " HTTP/1.1\r\n";
      String host = "host: " + request.forwardedHost();
      if (!head.startsWith(line) || !head.contains(host)) {
        return "the application saw " + head;
      }
    }
    return null;
  }
}
