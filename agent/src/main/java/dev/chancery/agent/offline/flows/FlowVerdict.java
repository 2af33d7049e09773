package dev.chancery.agent.offline.flows;

import dev.chancery.agent.offline.Answer;
import java.util.Optional;

/**
 * A recorded flow beside what policies say of it now.
 *
 * @param subject the question in words; who is not known where it could not be asked
 * @param outcome how the two compare
 * @param reason why it could not be judged, or what the comparison may owe to; may be empty
 * @param answer empty where it could not be judged
 */
public record FlowVerdict(
    RecordedFlow flow, String subject, Outcome outcome, String reason, Optional<Answer> answer) {
  /** What came of a flow. */
  public enum Outcome {
    SAME,
    DIFFERS,
    NOT_JUDGED,
    /** A reply: its request stands for it. */
    REPLY
  }
}
