package dev.chancery.envoy.npds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Decision;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.resolve.Redirect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A message lets pass what the evaluator allows, and nothing else. */
class MessagesEqualEvaluatorTest {
  private static final int DRAWS = 20;
  private static final int DRAWS_UNDER_HTTP_RULES = 300;
  private static final List<Integer> PORTS = List.of(1, 53, 80, 443, 8080, 9090, 65535);

  private final long seed = Long.getLong("chancery.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<RecordedRequest> requests = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private int asked;
  private int allowed;
  private int filtered;

  @Test
  void sameVerdictOverAllWorlds() {
    System.out.println("seed: -Dchancery.seed=" + seed);
    List<RecordedWorld> worlds = RecordedWorld.all();
    worlds.forEach(this::collectRequests);
    for (RecordedWorld world : worlds) {
      for (EndpointPolicy policy : world.policies().values()) {
        NetworkPolicy message = NetworkPolicies.of(policy, NpdsOptions.DEFAULT).orElseThrow();
        for (Direction direction : Direction.values()) {
          compare(world, policy.direction(direction), message);
        }
      }
    }
    System.out.println(
        "npds: "
            + asked
            + " requests asked of the evaluator and of the messages, "
            + allowed
            + " allowed, "
            + filtered
            + " judged by HTTP rules");
    assertThat(wrong.stream().limit(20)).isEmpty();
    assertThat(allowed).isBetween(1, asked - 1);
    assertThat(filtered).isPositive();
  }

  private void collectRequests(RecordedWorld world) {
    for (JsonNode question : world.row().path("questions")) {
      question.path("http").forEach(r -> requests.add(RecordedRequest.of(r)));
    }
  }

  private void compare(RecordedWorld world, DirectionPolicy policy, NetworkPolicy message) {
    List<Integer> everyone =
        world.world().identities().values().stream().map(Identity::number).toList();
    List<PolicyEntry> http =
        policy.entries().stream().filter(e -> e.l7() instanceof L7Rules.Http).toList();
    for (int i = 0; i < DRAWS; i++) {
      compare(world, policy, message, draw(everyone), draw(ports(policy.entries())));
    }
    for (int i = 0; i < DRAWS_UNDER_HTTP_RULES && !http.isEmpty(); i++) {
      PolicyEntry entry = draw(http);
      List<Integer> covered = everyone.stream().filter(entry.peers()::contains).toList();
      int peer = draw(covered.isEmpty() || random.nextInt(4) == 0 ? everyone : covered);
      compare(world, policy, message, peer, draw(ports(List.of(entry))));
    }
  }

  private void compare(
      RecordedWorld world, DirectionPolicy policy, NetworkPolicy message, int peer, int port) {
    RecordedRequest request = request();
    Decision decision =
        Evaluator.decide(
            policy,
            new Request(
                peer,
                Protocol.TCP,
                port,
                Optional.of(
                    new Request.Http(
                        request.method(),
                        request.path(),
                        request.authority(),
                        request.headers()))));
    Optional<Redirect> way = way(policy, peer, port);
    if (isNeverAsked(peer, decision) || hasNoPort(way)) {
      return;
    }
    boolean passes =
        ProxySemantics.allows(
            policy.direction() == Direction.INGRESS
                ? message.getIngressPerPortPoliciesList()
                : message.getEgressPerPortPoliciesList(),
            request.call(peer, port, way.map(w -> w.proxyPort().orElse(0)).orElse(0)));
    asked++;
    allowed += passes ? 1 : 0;
    filtered += decision.redirected() && decision.level() == Decision.Level.L7 ? 1 : 0;
    if (passes != decision.allowed()) {
      wrong.add(
          world.id()
              + " endpoint "
              + message.getEndpointId()
              + " "
              + policy.direction()
              + " peer "
              + peer
              + " port "
              + port
              + " "
              + request
              + ": evaluator "
              + decision
              + ", message "
              + passes);
    }
  }

  /** The host passes by the proxy where no rule sends it through, and the message leaves it out. */
  private static boolean isNeverAsked(int peer, Decision decision) {
    return peer == ReservedIdentity.HOST.number() && !decision.redirected();
  }

  /** A listener that the proxy does not have yet: nothing is sent there. */
  private static boolean hasNoPort(Optional<Redirect> way) {
    return way.filter(w -> w.parser() == Redirect.Parser.CRD && w.proxyPort().isEmpty())
        .isPresent();
  }

  private static Optional<Redirect> way(DirectionPolicy policy, int peer, int port) {
    return policy.entries().stream()
        .filter(e -> e.covers(peer, Protocol.TCP, port))
        .flatMap(e -> e.redirect().stream())
        .min(Comparator.comparingInt(Redirect::priority));
  }

  /** The ends of each entry's ports, and those beside them. */
  private static List<Integer> ports(List<PolicyEntry> entries) {
    var ports = new TreeSet<Integer>(entries.size() == 1 ? List.of() : PORTS);
    for (PolicyEntry entry : entries) {
      ports.addAll(
          List.of(
              Math.max(1, entry.ports().first() - 1),
              Math.max(1, entry.ports().first()),
              entry.ports().last(),
              Math.min(65535, entry.ports().last() + 1)));
    }
    return List.copyOf(ports);
  }

  /** A recorded one, or one put together of several; now and then one for another protocol. */
  private RecordedRequest request() {
    Map<String, List<String>> headers = new HashMap<>(draw(requests).headers());
    if (random.nextInt(3) == 0) {
      headers.putAll(draw(requests).headers());
    }
    if (random.nextInt(8) == 0) {
      headers.put("upgrade", List.of("websocket"));
    }
    RecordedRequest first = draw(requests);
    RecordedRequest second = random.nextBoolean() ? first : draw(requests);
    return new RecordedRequest(first.method(), first.path(), second.authority(), headers);
  }

  private <T> T draw(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
