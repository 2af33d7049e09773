package dev.chancery.agent.offline.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.policy.world.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link Matrix} as rows of a table, and for programs. */
public final class MatrixReport {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_NAMES = 3;

  /**
   * Clients for whom the same holds at one server.
   *
   * @param l7 what requests must match
   */
  public record Row(String from, String to, String ports, String l7) {}

  private MatrixReport() {}

  /** By server: those who reach it alike in one row, those who do not in the last. */
  public static List<Row> rows(Matrix matrix) {
    List<Row> rows = new ArrayList<>();
    for (Party server : matrix.servers()) {
      Map<List<Opening>, List<Cell>> alike = new LinkedHashMap<>();
      matrix.cells().stream()
          .filter(c -> c.to().equals(server))
          .sorted(Comparator.comparing((Cell c) -> c.kind() == Cell.Kind.DENIED))
          .forEach(c -> alike.computeIfAbsent(c.openings(), o -> new ArrayList<>()).add(c));
      alike.forEach((openings, cells) -> rows.addAll(rows(server, openings, cells)));
    }
    return rows;
  }

  private static List<Row> rows(Party server, List<Opening> openings, List<Cell> cells) {
    String from = names(cells);
    if (openings.isEmpty()) {
      return List.of(new Row(from, server.name(), "denied", ""));
    }
    return openings.stream()
        .map(o -> new Row(from, server.name(), o.ports().toString(), String.join(" | ", o.rules())))
        .toList();
  }

  private static String names(List<Cell> cells) {
    String names =
        cells.stream().limit(MAX_NAMES).map(c -> c.from().name()).collect(Collectors.joining(", "));
    return cells.size() <= MAX_NAMES ? names : names + ", " + (cells.size() - MAX_NAMES) + " more";
  }

  /** The parties with their pods, and every cell. */
  public static JsonNode json(Matrix matrix) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode parties = root.putArray("parties");
    for (Party party : matrix.clients()) {
      ObjectNode node = parties.addObject();
      node.put("name", party.name()).put("identity", party.identity());
      ArrayNode pods = node.putArray("pods");
      party.endpoints().stream().map(Endpoint::key).forEach(pods::add);
    }
    ArrayNode cells = root.putArray("cells");
    for (Cell cell : matrix.cells()) {
      ObjectNode node = cells.addObject();
      node.put("from", cell.from().name()).put("to", cell.to().name());
      node.put("verdict", cell.kind().text());
      ArrayNode openings = node.putArray("openings");
      for (Opening opening : cell.openings()) {
        ObjectNode one = openings.addObject();
        one.put("ports", opening.ports().toString());
        ArrayNode rules = one.putArray("rules");
        opening.rules().forEach(rules::add);
      }
    }
    return root;
  }
}
