package dev.chancery.policy.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest with one field or element edited.
 *
 * @param path of what is edited; numbers are elements
 * @param value what stands there now, or what was done to it
 */
record Mutant(JsonNode tree, List<String> path, String value) {

  /** Does something to one field of an object or one element of a list. */
  interface Edit {
    void apply(ContainerNode<?> parent, String key);
  }

  /** One for every field and element of a manifest. */
  static List<Mutant> all(JsonNode tree, String value, Edit edit) {
    return paths(tree).stream().map(p -> of(tree.deepCopy(), p, value, edit)).toList();
  }

  private static Mutant of(JsonNode copy, List<String> path, String value, Edit edit) {
    JsonNode parent = copy;
    for (String step : path.subList(0, path.size() - 1)) {
      parent = step(parent, step);
    }
    edit.apply((ContainerNode<?>) parent, path.get(path.size() - 1));
    return new Mutant(copy, path, value);
  }

  /** The field that is edited; {@code field[]} if an element of its list is. */
  String name() {
    String last = path.get(path.size() - 1);
    return isElement(last) ? path.get(path.size() - 2) + "[]" : last;
  }

  /** Whether it is a rule that denies, or a part of one: with less in it, less is denied. */
  boolean denies() {
    return path.contains("ingressDeny") || path.contains("egressDeny");
  }

  private static boolean isElement(String step) {
    return step.matches("[0-9]+");
  }

  private static List<List<String>> paths(JsonNode node) {
    List<List<String>> paths = new ArrayList<>();
    List<String> steps = new ArrayList<>();
    node.fieldNames().forEachRemaining(steps::add);
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      steps.add("" + i);
    }
    for (String step : steps) {
      paths.add(List.of(step));
      for (List<String> below : paths(step(node, step))) {
        List<String> path = new ArrayList<>(List.of(step));
        path.addAll(below);
        paths.add(path);
      }
    }
    return paths;
  }

  private static JsonNode step(JsonNode node, String step) {
    return node.isArray() ? node.get(Integer.parseInt(step)) : node.get(step);
  }

  static void set(ContainerNode<?> parent, String key, JsonNode value) {
    if (parent instanceof ObjectNode object) {
      object.set(key, value);
    } else if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(key), value);
    } else {
      throw new AssertionError(TextNode.valueOf(key));
    }
  }

  static void remove(ContainerNode<?> parent, String key) {
    if (parent instanceof ObjectNode object) {
      object.remove(key);
    } else if (parent instanceof ArrayNode array) {
      array.remove(Integer.parseInt(key));
    }
  }
}
