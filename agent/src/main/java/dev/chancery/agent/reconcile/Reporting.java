package dev.chancery.agent.reconcile;

import dev.chancery.policy.Problem;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log what is newly wrong, and what is mended. */
final class Reporting {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  private Reporting() {}

  static void changes(NodeView before, NodeView now) {
    Set<ObjectStatus> known = new HashSet<>(before.statuses());
    for (ObjectStatus status : now.statuses()) {
      if (!known.contains(status)) {
        status.problems().forEach(problem -> log(status, problem));
      }
    }
    Set<Problem> told = new HashSet<>(before.problems());
    for (Problem problem : now.problems()) {
      if (!told.contains(problem)) {
        log.atWarn().addKeyValue("at", problem.location()).log(problem.message());
      }
    }
    for (ObjectStatus status : before.statuses()) {
      boolean mended =
          status.state() != ObjectStatus.State.ACCEPTED
              && now.statuses().stream()
                  .anyMatch(
                      s ->
                          s.key().equals(status.key()) && s.state() == ObjectStatus.State.ACCEPTED);
      if (mended) {
        log.atInfo().addKeyValue("object", status.key()).log("accepted again");
      }
    }
  }

  private static void log(ObjectStatus status, Problem problem) {
    log.atWarn()
        .addKeyValue("object", status.key())
        .addKeyValue("state", status.state())
        .addKeyValue("path", problem.path())
        .addKeyValue("at", problem.location())
        .log(problem.message());
  }
}
