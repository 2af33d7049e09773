package dev.chancery.flows.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.flows.filter.FlowFilters;
import dev.chancery.flows.filter.InvalidFilterException;
import dev.chancery.flows.json.ProtoJson;
import dev.chancery.flows.json.ProtoJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every run of the hubble client 1.19.4 that was recorded, repeated with ours. */
class CliObserveVectorsTest {
  /** What is not supported, and why; rows that use it are left out. */
  private static final Map<String, String> UNSUPPORTED =
      Map.of("cel_expression", "CEL needs an interpreter; such filters are refused, never ignored");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> printsTheSameBytes() {
    return supported().stream().map(row -> DynamicTest.dynamicTest(row.id(), () -> compare(row)));
  }

  @TestFactory
  Stream<DynamicTest> makesTheSameFilters() {
    return supported().stream()
        .filter(VectorRow::hasFilters)
        .map(row -> DynamicTest.dynamicTest(row.id(), () -> compareFilters(row)));
  }

  @TestFactory
  Stream<DynamicTest> selectsTheSameFlows() {
    return supported().stream()
        .filter(row -> row.hasFilters() && row.hasLines() && row.exit() == 0)
        .filter(row -> !isCutShort(row))
        .map(row -> DynamicTest.dynamicTest(row.id(), () -> compareLines(row)));
  }

  @Test
  void leavesOutNothingButExpressions() {
    List<VectorRow> all = VectorRow.all();
    long left = all.stream().filter(row -> !isSupported(row)).count();
    System.out.printf(
        "cli-observe: %d rows of %s, %d left out (%s)%n",
        all.size(), VectorRow.folder(), left, UNSUPPORTED);
    assertThat(all).isNotEmpty();
    assertThat(all)
        .filteredOn(row -> !isSupported(row))
        .allSatisfy(row -> assertThat(isRefused(row)).as(row.id()).isTrue());
  }

  private static boolean isRefused(VectorRow row) {
    ObserveRun run = run(row);
    return run.exit() == 1
        && run.stdout().isEmpty()
        && run.stderr().contains("CEL expressions are not supported");
  }

  private static List<VectorRow> supported() {
    return VectorRow.all().stream().filter(CliObserveVectorsTest::isSupported).toList();
  }

  private static boolean isSupported(VectorRow row) {
    return row.arguments().stream()
        .noneMatch(one -> one.equals("--cel-expression") || one.contains("\"cel_expression\""));
  }

  /** Whether other flags than filters choose among the lines. */
  private static boolean isCutShort(VectorRow row) {
    return row.arguments().stream()
        .anyMatch(one -> List.of("--first", "--last", "--since", "--until").contains(one));
  }

  private static ObserveRun run(VectorRow row) {
    return ObserveRun.of(
        VectorRow.folder(),
        row.arguments().subList(1, row.arguments().size()),
        row.variables(),
        row.stdin(),
        (server, request, sink) -> {
          throw new FlowSourceException("no server");
        });
  }

  private static void compare(VectorRow row) {
    ObserveRun run = run(row);
    assertThat(run.stdout()).isEqualTo(row.stdout());
    assertThat(run.exit()).isEqualTo(row.exit());
    assertThat(run.messages()).isEqualTo(row.stderr());
  }

  private static void compareFilters(VectorRow row) throws Exception {
    var options = ObserveOptions.parse(row.arguments().subList(1, row.arguments().size()));
    var environment =
        new ObserveEnvironment(
            InputStream.nullInputStream(),
            System.out,
            System.err,
            VectorRow.folder(),
            Clock.systemUTC(),
            row.variables(),
            false,
            "");
    var request = FlowsRequest.of(options, environment);
    assertThat(json(request.getWhitelistList())).isEqualTo(list(row, "allowlist"));
    assertThat(json(request.getBlacklistList())).isEqualTo(list(row, "denylist"));
  }

  private static void compareLines(VectorRow row)
      throws IOException, ProtoJsonException, InvalidFilterException {
    var match =
        FlowFilters.compile(filters(list(row, "allowlist")), filters(list(row, "denylist")));
    var selected = new ArrayList<Integer>();
    var expected = new ArrayList<Integer>();
    int number = 0;
    for (String line : Files.readAllLines(VectorRow.folder().resolve("flows-input.jsonl"))) {
      number++;
      var entry = GetFlowsResponse.newBuilder();
      ProtoJson.merge(line, entry, ProtoJson.Unknown.REFUSE);
      if (entry.hasFlow() && match.matches(entry.getFlow())) {
        selected.add(number);
      }
      if (entry.hasFlow() && contains(row.lines(), number)) {
        expected.add(number);
      }
    }
    assertThat(selected).isEqualTo(expected);
  }

  private static boolean contains(JsonNode numbers, int number) {
    for (JsonNode one : numbers) {
      if (one.asInt() == number) {
        return true;
      }
    }
    return false;
  }

  private static List<JsonNode> list(VectorRow row, String name) {
    var nodes = new ArrayList<JsonNode>();
    row.filters().path(name).forEach(nodes::add);
    return nodes;
  }

  private static List<JsonNode> json(List<? extends Message> messages) throws Exception {
    var nodes = new ArrayList<JsonNode>();
    for (Message message : messages) {
      nodes.add(JSON.readTree(ProtoJson.print(message)));
    }
    return nodes;
  }

  private static List<FlowFilter> filters(List<JsonNode> nodes) throws ProtoJsonException {
    var filters = new ArrayList<FlowFilter>();
    for (JsonNode node : nodes) {
      var filter = FlowFilter.newBuilder();
      ProtoJson.merge(node.toString(), filter, ProtoJson.Unknown.REFUSE);
      filters.add(filter.build());
    }
    return filters;
  }
}
