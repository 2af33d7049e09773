package dev.chancery.agent.offline.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.agent.offline.Validation;
import dev.chancery.policy.Problem;
import java.util.List;

/** What came of all files of cases: for people, for programs, and as an exit code. */
public record TestReport(List<FileRun> runs) {
  private static final JsonMapper JSON = new JsonMapper();

  public TestReport {
    runs = List.copyOf(runs);
  }

  /** 0 where every case passed, 1 where one failed or manifests are refused, 2 for mistakes. */
  public int exitCode() {
    if (runs.stream().anyMatch(r -> !r.mistakes().isEmpty())) {
      return 2;
    }
    return failed() > 0 || runs.stream().anyMatch(r -> !r.refused().isEmpty()) ? 1 : 0;
  }

  private long failed() {
    return runs.stream().mapToLong(r -> r.failures().size()).sum();
  }

  private long passed() {
    return runs.stream().mapToLong(r -> r.results().size()).sum() - failed();
  }

  /** Each failing case with its explanation, each mistake with its place, and the counts. */
  public String text() {
    var text = new StringBuilder();
    for (FileRun run : runs) {
      run.mistakes().forEach(p -> text.append(line(p)));
      run.refused().forEach(p -> text.append("refused  ").append(line(p)));
      run.failures().forEach(r -> text.append(failure(r)));
    }
    text.append(passed()).append(" passed, ").append(failed()).append(" failed");
    long notRun = runs.stream().filter(r -> r.results().isEmpty()).count();
    if (notRun > 0) {
      text.append(", ").append(notRun).append(notRun == 1 ? " file" : " files").append(" not run");
    }
    return text.append('\n').toString();
  }

  private static String line(Problem problem) {
    String path = problem.path().isEmpty() ? "" : "  " + problem.path();
    return problem.location() + path + "\n  " + problem.message() + "\n";
  }

  private static String failure(CaseResult result) {
    return "FAILED  %s  %s\n  %s\n%s"
        .formatted(
            result.asked().name(),
            result.asked().location(),
            result.failure().orElse(""),
            result.answer().map(a -> a.text().indent(2)).orElse(""));
  }

  /** Counts, and for each file its problems and its cases. */
  public JsonNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("passed", passed());
    root.put("failed", failed());
    ArrayNode files = root.putArray("files");
    for (FileRun run : runs) {
      ObjectNode file = files.addObject();
      file.put("file", run.file().file());
      Validation.problems(file.putArray("mistakes"), run.mistakes());
      Validation.problems(file.putArray("refused"), run.refused());
      ArrayNode cases = file.putArray("cases");
      run.results().forEach(r -> cases.add(json(r)));
    }
    return root;
  }

  private static ObjectNode json(CaseResult result) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", result.asked().name());
    node.put("line", result.asked().location().line());
    node.put("expect", result.asked().expect().text());
    node.put("passed", result.passed());
    result.failure().ifPresent(f -> node.put("failure", f));
    result.answer().filter(a -> !result.passed()).ifPresent(a -> node.set("answer", a.json()));
    return node;
  }
}
