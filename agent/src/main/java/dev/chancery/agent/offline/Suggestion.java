package dev.chancery.agent.offline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.policy.Location;
import java.util.List;
import java.util.Optional;

/**
 * The smallest rule that would allow a denied request.
 *
 * @param into where the list is that {@code yaml} extends; empty where it is a policy of its own
 * @param yaml what to paste
 * @param notes what else it does, a sentence each
 */
public record Suggestion(Optional<Place> into, String yaml, List<String> notes) {
  /**
   * A list in a policy that exists.
   *
   * @param path such as {@code spec.ingress}
   * @param location of the object that holds the list
   */
  public record Place(String policy, String path, Location location) {}

  public Suggestion {
    notes = List.copyOf(notes);
  }

  /** Lines for a terminal, each ended by a line feed. */
  String text() {
    String where =
        into.map(p -> p.path() + " of " + p.policy() + at(p.location())).orElse("your manifests");
    var text = new StringBuilder("  to allow it, add to " + where + ":\n");
    yaml.lines().forEach(line -> text.append("    ").append(line).append('\n'));
    notes.forEach(note -> text.append("    # ").append(note).append('\n'));
    return text.toString();
  }

  private static String at(Location location) {
    return location.toString().isEmpty() ? "" : " (" + location + ")";
  }

  ObjectNode json(JsonMapper mapper) {
    ObjectNode node = mapper.createObjectNode();
    into.ifPresent(
        place -> {
          node.put("policy", place.policy());
          node.put("path", place.path());
          node.put("file", place.location().file());
          node.put("line", place.location().line());
        });
    node.put("yaml", yaml);
    notes.forEach(node.withArray("notes")::add);
    return node;
  }
}
