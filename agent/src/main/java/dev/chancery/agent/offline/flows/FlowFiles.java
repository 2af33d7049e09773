package dev.chancery.agent.offline.flows;

import dev.chancery.agent.offline.ManifestArguments;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.flows.json.ProtoJson;
import dev.chancery.flows.json.ProtoJsonException;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Flows in files of one JSON object a line: those of hubble's exporter, of {@code observe -o json},
 * and bare flows. Lost events and the like are passed over.
 *
 * @param problems lines that are none of these; what they say is not shown
 */
public record FlowFiles(List<RecordedFlow> flows, List<Problem> problems) {
  public FlowFiles {
    flows = List.copyOf(flows);
    problems = List.copyOf(problems);
  }

  /**
   * Reads everything that is named; {@code -} is standard input.
   *
   * @throws IOException with a message for the user: a path that cannot be read
   */
  public static FlowFiles read(List<Path> paths) throws IOException {
    List<RecordedFlow> flows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path path : paths) {
      int number = 0;
      for (String line : (Iterable<String>) ManifestArguments.text(path).lines()::iterator) {
        number++;
        if (!line.isBlank()) {
          read(new Location(path.toString(), number), line, flows, problems);
        }
      }
    }
    return new FlowFiles(flows, problems);
  }

  private static void read(
      Location location, String line, List<RecordedFlow> flows, List<Problem> problems) {
    try {
      var response = GetFlowsResponse.newBuilder();
      ProtoJson.merge(line, response, ProtoJson.Unknown.IGNORE);
      var flow = response.hasFlow() ? response.getFlow() : bare(line);
      if (flow.hasIP() || flow.hasL7() || flow.hasSource()) {
        flows.add(new RecordedFlow(location, flow));
      }
    } catch (ProtoJsonException e) {
      problems.add(
          Problem.error("invalid", "", location, "no flow (expected: a JSON object of hubble)"));
    }
  }

  private static Flow bare(String line) throws ProtoJsonException {
    var flow = Flow.newBuilder();
    ProtoJson.merge(line, flow, ProtoJson.Unknown.IGNORE);
    return flow.build();
  }
}
