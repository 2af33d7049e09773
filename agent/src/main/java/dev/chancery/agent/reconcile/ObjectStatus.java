package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ObjectKey;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import java.util.List;
import java.util.stream.Stream;

/**
 * How an object fares.
 *
 * @param location of the version in force; of the broken one where none is
 */
public record ObjectStatus(ObjectKey key, State state, Location location, List<Problem> problems) {
  /** Which version is in force. */
  public enum State {
    /** The newest. */
    ACCEPTED,
    /** The newest, except for endpoints of which it contradicts another policy. */
    CONFLICT,
    /** The newest, but a proxy refuses what follows from it and goes on with what it had. */
    REJECTED,
    /** An older one: the newest is broken. */
    LAST_GOOD,
    /** None: every version so far was broken. */
    REFUSED
  }

  public ObjectStatus {
    problems = List.copyOf(problems);
  }

  /** The same, with more problems; of these a conflict and a rejection tell on the state. */
  ObjectStatus with(List<Problem> more) {
    return new ObjectStatus(
        key,
        state == State.ACCEPTED ? judged(more) : state,
        location,
        Stream.concat(problems.stream(), more.stream()).toList());
  }

  private static State judged(List<Problem> problems) {
    if (problems.stream().anyMatch(p -> p.code().equals(ConflictProblems.CODE))) {
      return State.CONFLICT;
    }
    boolean isRejected = problems.stream().anyMatch(p -> p.code().equals(RejectedObjects.CODE));
    return isRejected ? State.REJECTED : State.ACCEPTED;
  }
}
