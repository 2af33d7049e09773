package dev.chancery.agent.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.agent.reconcile.ConflictProblems;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.ObjectStatus;
import dev.chancery.policy.Problem;
import dev.chancery.policy.WarningCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is wrong with manifests, and what will surprise their author.
 *
 * @param silenced warnings that are not shown
 */
public record Validation(NodeView view, Set<WarningCode> silenced) {
  private static final JsonMapper JSON = new JsonMapper();

  public Validation {
    silenced = Set.copyOf(silenced);
  }

  /** Whether every object would be accepted. */
  public boolean isClean() {
    return view.problems().stream().noneMatch(Problem::isError)
        && view.statuses().stream()
            .allMatch(s -> s.problems().stream().noneMatch(Problem::isError));
  }

  /** Whether there was nothing to check. */
  public boolean isEmpty() {
    return view.statuses().isEmpty() && view.problems().isEmpty();
  }

  /** Whether any warning is shown. */
  public boolean warns() {
    return shown().stream().anyMatch(s -> !s.problem().isError());
  }

  /**
   * A problem, and whose it is.
   *
   * @param object {@code Kind namespace/name}; empty where the problem is of no object
   */
  public record Shown(String object, Problem problem) {}

  /** Everything that is shown, object by object, then what belongs to none. */
  public List<Shown> shown() {
    List<Shown> all = new ArrayList<>();
    view.statuses()
        .forEach(s -> shown(s.problems()).forEach(p -> all.add(new Shown(s.key().toString(), p))));
    shown(view.problems()).forEach(p -> all.add(new Shown("", p)));
    return all;
  }

  public String text() {
    var text = new StringBuilder();
    for (ObjectStatus status : view.statuses()) {
      List<Problem> shown = shown(status.problems());
      for (Problem problem : shown) {
        line(text, status.key().toString(), problem);
      }
      if (shown.stream().noneMatch(Problem::isError) && isPolicy(status)) {
        text.append(status.key()).append("  accepted\n");
      }
    }
    shown(view.problems()).forEach(p -> line(text, "", p));
    return text.toString();
  }

  /** Each error that refuses an object or a file; rules that conflict refuse none. */
  public String refusals() {
    var text = new StringBuilder();
    shown().stream()
        .filter(s -> s.problem().isError() && !s.problem().code().equals(ConflictProblems.CODE))
        .forEach(s -> line(text, s.object(), s.problem()));
    return text.toString();
  }

  private static boolean isPolicy(ObjectStatus status) {
    return status.key().kind().endsWith("Policy");
  }

  private static void line(StringBuilder text, String object, Problem problem) {
    text.append(object)
        .append(object.isEmpty() || problem.path().isEmpty() ? "" : "  ")
        .append(problem.path())
        .append(object.isEmpty() && problem.path().isEmpty() ? "" : "  ")
        .append(problem.location())
        .append("\n  ")
        .append(problem.isError() ? "" : "warning [" + problem.code() + "]: ")
        .append(problem.message())
        .append('\n');
  }

  public JsonNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("valid", isClean());
    ArrayNode objects = root.putArray("objects");
    for (ObjectStatus status : view.statuses()) {
      ObjectNode object = objects.addObject();
      object.put("kind", status.key().kind());
      object.put("namespace", status.key().namespace());
      object.put("name", status.key().name());
      object.put("state", status.state().name());
      problems(object.putArray("problems"), shown(status.problems()));
    }
    problems(root.putArray("problems"), shown(view.problems()));
    return root;
  }

  /** Each problem with its place, as the JSON of every command has it. */
  public static void problems(ArrayNode into, List<Problem> problems) {
    for (Problem problem : problems) {
      ObjectNode node = into.addObject();
      node.put("severity", problem.severity().name());
      node.put("code", problem.code());
      node.put("path", problem.path());
      node.put("file", problem.location().file());
      node.put("line", problem.location().line());
      node.put("message", problem.message());
    }
  }

  private List<Problem> shown(List<Problem> problems) {
    return problems.stream()
        .filter(
            p -> p.isError() || !WarningCode.of(p.code()).filter(silenced::contains).isPresent())
        .toList();
  }
}
