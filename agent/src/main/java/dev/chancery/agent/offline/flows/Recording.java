package dev.chancery.agent.offline.flows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.agent.offline.Question;
import dev.chancery.agent.offline.SafeYaml;
import dev.chancery.agent.offline.WrittenRequest;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.HTTPHeader;
import dev.chancery.api.flow.TrafficDirection;
import dev.chancery.policy.evaluate.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cases written from flows: each request once, in the order of their texts, with the verdict that
 * was recorded last.
 */
public final class Recording {
  private static final JsonMapper JSON = new JsonMapper();

  /** Differ from request to request, or are set on the way. */
  private static final Set<String> PASSING =
      Set.of(
          "accept",
          "accept-encoding",
          "connection",
          "content-length",
          "content-type",
          "date",
          "referer",
          "traceparent",
          "tracestate",
          "user-agent",
          "x-envoy-expected-rq-timeout-ms",
          "x-envoy-external-address",
          "x-envoy-internal",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-request-id");

  /** Secrets, redacted or not: files of cases are kept beside sources. */
  private static final Set<String> SECRET =
      Set.of("authorization", "cookie", "proxy-authorization", "x-api-key");

  private record Line(ObjectNode node, Set<String> comments) {}

  private final Map<String, Line> cases = new TreeMap<>();
  private final Map<String, Integer> leftOut = new TreeMap<>();
  private final int unreadable;

  private Recording(int unreadable) {
    this.unreadable = unreadable;
  }

  public static Recording of(FlowFiles files) {
    var recording = new Recording(files.problems().size());
    files.flows().forEach(recording::add);
    return recording;
  }

  private void add(RecordedFlow recorded) {
    FlowQuestion asked = FlowQuestion.of(recorded.flow(), EndNames.asRecorded());
    if (asked instanceof FlowQuestion.Asked && !isJudgedAtAPod(recorded.flow())) {
      leftOut.merge("the end that it was seen at is no pod", 1, Integer::sum);
    } else if (asked instanceof FlowQuestion.Asked question) {
      add(question, recorded.flow().getL7().getHttp().getHeadersList());
    } else if (asked instanceof FlowQuestion.Unclear unclear) {
      leftOut.merge(unclear.reason(), 1, Integer::sum);
    }
  }

  private static boolean isJudgedAtAPod(Flow flow) {
    TrafficDirection direction = flow.getTrafficDirection();
    boolean sender = EndNames.isPod(flow.getSource());
    boolean receiver = EndNames.isPod(flow.getDestination());
    return (sender && direction != TrafficDirection.INGRESS)
        || (receiver && direction != TrafficDirection.EGRESS);
  }

  private void add(FlowQuestion.Asked asked, List<HTTPHeader> shown) {
    var comments = new TreeSet<String>();
    ObjectNode node = JSON.createObjectNode();
    Question question = asked.question();
    node.put("from", question.from());
    node.put("to", question.to());
    node.put("port", question.port() + "/" + question.protocol());
    question.http().ifPresent(http -> http(node, http));
    shown.forEach(h -> hidden(h, comments));
    question.queriedName().ifPresent(name -> node.put("dns", name));
    question.direction().ifPresent(d -> node.put("direction", d.text()));
    String key = node.toString();
    node.put("expect", asked.allowed() ? "allow" : "deny");
    Line before = cases.put(key, new Line(node, comments));
    if (before != null) {
      comments.addAll(before.comments());
      if (!before.node().equals(node)) {
        comments.add("recorded with the other verdict before");
      }
    }
  }

  private static void http(ObjectNode node, Request.Http http) {
    node.put("method", WrittenRequest.text(http.method()));
    node.put("path", WrittenRequest.text(http.path()));
    if (!http.authority().isEmpty()) {
      node.put("host", WrittenRequest.text(http.authority()));
    }
    ObjectNode headers = JSON.createObjectNode();
    new TreeMap<>(http.headers())
        .forEach(
            (name, values) -> {
              if (!PASSING.contains(name) && !SECRET.contains(name)) {
                ArrayNode list = headers.putArray(name);
                values.forEach(v -> list.add(WrittenRequest.text(v)));
              }
            });
    if (!headers.isEmpty()) {
      node.set("headers", headers);
    }
  }

  private static void hidden(HTTPHeader header, Set<String> comments) {
    String name = header.getKey().toLowerCase(Locale.ROOT);
    if (SECRET.contains(name)) {
      comments.add("header " + name + " is left out: it may be a secret");
    } else if (FlowQuestion.isRedacted(header.getValue()) && !PASSING.contains(name)) {
      comments.add("header " + name + " is left out: its value is redacted");
    }
  }

  /** Whether every line was a flow. */
  public boolean isComplete() {
    return unreadable == 0;
  }

  /** A file of cases; its manifests are for its reader to add. */
  public String yaml() {
    var text =
        new StringBuilder("# Recorded verdicts. Add the manifests: see docs/policy-tests.md\n");
    text.append(cases.isEmpty() ? "cases: []\n" : "cases:\n");
    for (Line line : cases.values()) {
      String comment = String.join("; ", line.comments());
      List<String> fields = new ArrayList<>(SafeYaml.of(line.node()).lines().toList());
      text.append(comment.isEmpty() ? "" : "# " + comment + "\n");
      text.append("- ").append(fields.remove(0)).append('\n');
      fields.forEach(field -> text.append("  ").append(field).append('\n'));
    }
    return text.toString();
  }

  /** How many cases there are, and what was left out. */
  public String summary() {
    var text = new StringBuilder(cases.size() + " cases");
    leftOut.forEach((reason, n) -> text.append("\n  " + n + " left out: " + reason));
    return text + (unreadable == 0 ? "" : "\n  " + unreadable + " lines are no flows");
  }
}
