package dev.chancery.agent.engines;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Direction;
import dev.chancery.policy.evaluate.Decision;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.HeaderEdits;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.Redirect;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The evaluator, asked at both ends about what a proxy in front of them would see. */
public final class EvaluatorEngine implements Engine {
  private static final List<Direction> ORDER = List.of(Direction.EGRESS, Direction.INGRESS);

  private final NodeView view;
  private final Manager manager;

  /**
   * @param manager of the data plane that it is compared with
   */
  public EvaluatorEngine(NodeView view, Manager manager) {
    this.view = view;
    this.manager = manager;
  }

  @Override
  public String name() {
    return "evaluator";
  }

  @Override
  public Outcome outcome(Traffic traffic) {
    List<Direction> asked = ORDER.stream().filter(traffic::concerns).toList();
    List<Decision> connections =
        asked.stream()
            .map(d -> Evaluator.decide(policy(traffic, d), connection(traffic, d)))
            .toList();
    if (!connections.stream().allMatch(Decision::allowed)) {
      return Outcome.closed();
    }
    boolean proxied = asked.stream().anyMatch(d -> readsHttp(traffic, d));
    Optional<Request.Http> now = traffic.http();
    for (int i = 0; i < asked.size() && now.isPresent(); i++) {
      if (!connections.get(i).redirected()) {
        continue;
      }
      Manager.Reading reading =
          readsHttp(traffic, asked.get(i))
              ? manager.read(now.get(), traffic.client())
              : new Manager.Reading.Forward(now.get());
      if (reading instanceof Manager.Reading.Answer answer) {
        return Outcome.answered(answer.status());
      }
      Request.Http read = ((Manager.Reading.Forward) reading).http();
      Request request =
          new Request(
              traffic.peer(asked.get(i)).identity(),
              traffic.protocol(),
              traffic.port(),
              Optional.of(read));
      DirectionPolicy policy = policy(traffic, asked.get(i));
      if (!Evaluator.decide(policy, request).allowed()) {
        return Outcome.answered(Outcome.DENIED);
      }
      now = HeaderEdits.after(policy, request).http();
    }
    return Outcome.passed(now, proxied);
  }

  /**
   * Whether the way that it takes leads through a reader of HTTP: of several, the first in rank.
   */
  private boolean readsHttp(Traffic traffic, Direction direction) {
    return policy(traffic, direction).entries().stream()
        .filter(
            e -> e.covers(traffic.peer(direction).identity(), traffic.protocol(), traffic.port()))
        .flatMap(e -> e.redirect().stream())
        .min(Comparator.comparingInt(Redirect::priority))
        .filter(r -> r.parser() == Redirect.Parser.HTTP)
        .isPresent();
  }

  private DirectionPolicy policy(Traffic traffic, Direction direction) {
    String key = traffic.own(direction).endpoint().orElseThrow().key();
    return Objects.requireNonNull(view.resolution().policies().get(key)).direction(direction);
  }

  private static Request connection(Traffic traffic, Direction direction) {
    return new Request(
        traffic.peer(direction).identity(), traffic.protocol(), traffic.port(), Optional.empty());
  }
}
