package dev.chancery.agent.offline.cases;

import dev.chancery.agent.offline.Answer;
import java.util.Optional;

/**
 * What came of a case.
 *
 * @param answer empty where the question could not be asked
 * @param failure why the case failed, in one line; empty where it passed
 */
public record CaseResult(Case asked, Optional<Answer> answer, Optional<String> failure) {
  public boolean passed() {
    return failure.isEmpty();
  }
}
