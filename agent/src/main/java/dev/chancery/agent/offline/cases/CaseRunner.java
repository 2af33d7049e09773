package dev.chancery.agent.offline.cases;

import dev.chancery.agent.offline.Answer;
import dev.chancery.agent.offline.End;
import dev.chancery.agent.offline.LearntNames;
import dev.chancery.agent.offline.Question;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.source.Guess;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts cases to policies. */
public final class CaseRunner {
  private final NodeView view;
  private final TreeSet<String> policies;

  private CaseRunner(NodeView view, CaseFile file) {
    this.view = LearntNames.learn(view, file.cases().stream().map(Case::question).toList());
    this.policies =
        view.world().policies().stream()
            .map(p -> p.ref().key())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * What the file says of pods and policies that do not exist: with any, the cases are not to be
   * run.
   */
  public static List<Problem> problems(NodeView view, CaseFile file) {
    var runner = new CaseRunner(view, file);
    return file.cases().stream().flatMap(c -> runner.problems(c).stream()).toList();
  }

  /** Runs every case, in order. */
  public static List<CaseResult> run(NodeView view, CaseFile file) {
    var runner = new CaseRunner(view, file);
    return file.cases().stream().map(runner::run).toList();
  }

  private List<Problem> problems(Case asked) {
    List<Problem> problems = new ArrayList<>();
    Question question = asked.question();
    Optional<End> from = end(asked, "from", question.from(), problems);
    Optional<End> to = end(asked, "to", question.to(), problems);
    if (from.isPresent() && to.isPresent()) {
      boolean sender = from.get().endpoint().isPresent() && question.concerns(Direction.EGRESS);
      boolean receiver = to.get().endpoint().isPresent() && question.concerns(Direction.INGRESS);
      if (!sender && !receiver) {
        problems.add(
            problem(asked, "", "no policy can decide this (expected: a pod at the end judged)"));
      }
    }
    asked.by().ifPresent(by -> checkPolicy(asked, by, problems));
    return problems;
  }

  private Optional<End> end(Case asked, String field, String name, List<Problem> problems) {
    try {
      return Optional.of(End.find(view, name));
    } catch (IllegalArgumentException e) {
      problems.add(problem(asked, field, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private void checkPolicy(Case asked, String by, List<Problem> problems) {
    String policy = by.split(":", 2)[0];
    if (!policies.contains(policy)) {
      problems.add(
          problem(asked, "by", policy + ": no such policy" + Guess.hint(policy, policies)));
    }
  }

  private static Problem problem(Case asked, String field, String message) {
    String path = asked.path() + (field.isEmpty() ? "" : "." + field);
    return Problem.error("invalid", path, asked.location(), message);
  }

  private CaseResult run(Case asked) {
    Answer answer;
    try {
      answer = Answer.of(view, asked.question());
    } catch (IllegalArgumentException e) {
      return new CaseResult(asked, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
    return new CaseResult(asked, Optional.of(answer), failure(asked, answer));
  }

  private static Optional<String> failure(Case asked, Answer answer) {
    var verdict = Case.Expectation.of(answer.allowed());
    if (answer.explanations().isEmpty() && answer.unasked().isEmpty()) {
      return Optional.of("no policy can decide this");
    }
    if (verdict != asked.expect()) {
      String why = answer.unasked().map(u -> " (" + u + ")").orElse("");
      return Optional.of("expected " + asked.expect().text() + ", got " + verdict.text() + why);
    }
    return asked
        .by()
        .filter(by -> answer.decidedBy().stream().noneMatch(rule -> isMeant(by, rule)))
        .map(by -> "expected to be decided by " + by + ", is by " + names(answer.decidedBy()));
  }

  private static boolean isMeant(String by, Provenance rule) {
    String id = rule.id();
    return rule.policy().key().equals(by)
        || id.equals(by)
        || id.startsWith(by + ".")
        || id.startsWith(by + "[");
  }

  private static String names(List<Provenance> rules) {
    return rules.isEmpty()
        ? "no rule"
        : rules.stream().map(Provenance::id).collect(Collectors.joining(", "));
  }
}
