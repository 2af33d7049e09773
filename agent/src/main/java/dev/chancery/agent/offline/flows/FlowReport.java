package dev.chancery.agent.offline.flows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.agent.offline.Validation;
import dev.chancery.policy.PrintableText;
import dev.chancery.policy.Problem;
import java.util.List;
import java.util.Locale;

/**
 * Recorded flows beside what policies say now.
 *
 * @param problems lines that are no flows
 */
public record FlowReport(List<FlowVerdict> verdicts, List<Problem> problems) {
  private static final JsonMapper JSON = new JsonMapper();

  public FlowReport {
    verdicts = List.copyOf(verdicts);
    problems = List.copyOf(problems);
  }

  /** 1 where a verdict differs or a line is no flow, else 0. */
  public int exitCode() {
    return count(FlowVerdict.Outcome.DIFFERS) > 0 || !problems.isEmpty() ? 1 : 0;
  }

  private long count(FlowVerdict.Outcome outcome) {
    return verdicts.stream().filter(v -> v.outcome() == outcome).count();
  }

  /** A line a flow that is no reply; where the verdict differs or was a denial, why; the counts. */
  public String text() {
    var text = new StringBuilder();
    for (FlowVerdict verdict : verdicts) {
      if (verdict.outcome() != FlowVerdict.Outcome.REPLY) {
        text.append(line(verdict));
      }
    }
    problems.forEach(p -> text.append(p.location() + "  " + p.message() + "\n"));
    text.append(
        "%d same, %d differ, %d not judged, %d replies left out"
            .formatted(
                count(FlowVerdict.Outcome.SAME),
                count(FlowVerdict.Outcome.DIFFERS),
                count(FlowVerdict.Outcome.NOT_JUDGED),
                count(FlowVerdict.Outcome.REPLY)));
    return text + (problems.isEmpty() ? "\n" : ", " + problems.size() + " lines not read\n");
  }

  private static String line(FlowVerdict verdict) {
    String reason = verdict.reason().isEmpty() ? "" : "  (" + verdict.reason() + ")";
    String head =
        "%s  %s  %s  %s%s\n"
            .formatted(
                verdict.flow().location(),
                verdict.outcome().name().replace('_', ' '),
                recorded(verdict),
                PrintableText.of(verdict.subject()),
                reason);
    boolean explains =
        verdict.answer().isPresent()
            && (verdict.outcome() == FlowVerdict.Outcome.DIFFERS
                || !verdict.answer().get().allowed());
    return explains ? head + verdict.answer().get().text().indent(2) : head;
  }

  private static String recorded(FlowVerdict verdict) {
    return verdict.flow().flow().getVerdict().name().toLowerCase(Locale.ROOT);
  }

  /** Counts, every flow with its answer, and the lines that are none. */
  public JsonNode json() {
    ObjectNode root = JSON.createObjectNode();
    for (FlowVerdict.Outcome outcome : FlowVerdict.Outcome.values()) {
      root.put(name(outcome), count(outcome));
    }
    for (FlowVerdict verdict : verdicts) {
      ObjectNode node = root.withArray("flows").addObject();
      node.put("file", verdict.flow().location().file());
      node.put("line", verdict.flow().location().line());
      node.put("outcome", name(verdict.outcome()));
      node.put("recorded", verdict.flow().flow().getVerdict().name());
      node.put("flow", verdict.subject());
      if (!verdict.reason().isEmpty()) {
        node.put("reason", verdict.reason());
      }
      verdict.answer().ifPresent(a -> node.set("answer", a.json()));
    }
    Validation.problems(root.putArray("problems"), problems);
    return root;
  }

  private static String name(FlowVerdict.Outcome outcome) {
    return switch (outcome) {
      case SAME -> "same";
      case DIFFERS -> "differs";
      case NOT_JUDGED -> "notJudged";
      case REPLY -> "reply";
    };
  }
}
