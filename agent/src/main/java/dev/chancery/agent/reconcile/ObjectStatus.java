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
    /** An older one: the newest is broken. */
    LAST_GOOD,
    /** None: every version so far was broken. */
    REFUSED
  }

  public ObjectStatus {
    problems = List.copyOf(problems);
  }

  /** The same, with more problems; the state is that of the manifest alone. */
  ObjectStatus with(List<Problem> more) {
    return new ObjectStatus(
        key, state, location, Stream.concat(problems.stream(), more.stream()).toList());
  }
}
