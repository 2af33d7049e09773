package dev.chancery.policy.parse.yaml;

import dev.chancery.policy.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Typed access to the fields of one object. What is of the wrong type is an error, and then reads
 * as absent; {@code null} is of the wrong type everywhere, since leaving a list out and writing an
 * empty one mean opposite things.
 */
public final class Fields {
  private final Node.Mapping node;
  private final Findings findings;

  private Fields(Node.Mapping node, Findings findings) {
    this.node = node;
    this.findings = findings;
  }

  /** Empty, with an error, unless the node is an object; every field outside the schema is one. */
  public static Optional<Fields> open(Node node, Schema schema, Findings findings) {
    if (!(node instanceof Node.Mapping mapping)) {
      findings.wrongType(node, "an object");
      return Optional.empty();
    }
    mapping.fields().forEach((name, value) -> checkName(name, value, schema, findings));
    return Optional.of(new Fields(mapping, findings));
  }

  private static void checkName(String name, Node value, Schema schema, Findings findings) {
    if (!schema.fields().contains(name)) {
      String hint = schema.nearest(name).map(n -> " (expected: " + n + "?)").orElse("");
      findings.error(value, "unknown-field", "unknown field \"" + name + "\"" + hint);
    }
  }

  public Node node() {
    return node;
  }

  public Location location() {
    return node.location();
  }

  public Optional<Node> get(String name) {
    return Optional.ofNullable(node.fields().get(name));
  }

  public boolean has(String name) {
    return node.fields().containsKey(name);
  }

  public Optional<Fields> object(String name, Schema schema) {
    return get(name).flatMap(n -> open(n, schema, findings));
  }

  /** The items; empty where the field is absent or no list. */
  public List<Node> list(String name) {
    Node value = node.fields().get(name);
    if (value instanceof Node.Sequence sequence) {
      return sequence.items();
    }
    if (value != null) {
      findings.wrongType(value, "a list");
    }
    return List.of();
  }

  /** The items that are objects. */
  public List<Fields> objects(String name, Schema schema) {
    List<Fields> objects = new ArrayList<>();
    list(name).forEach(n -> open(n, schema, findings).ifPresent(objects::add));
    return objects;
  }

  public Optional<String> string(String name) {
    return get(name).flatMap(n -> string(n, findings));
  }

  public static Optional<String> string(Node node, Findings findings) {
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Scalar.Kind.STRING) {
      return Optional.of(scalar.text());
    }
    boolean wantsQuotes = node instanceof Node.Scalar && !node.isNull();
    findings.wrongType(node, wantsQuotes ? "a string: \"" + node.describe() + "\"" : "a string");
    return Optional.empty();
  }

  public Optional<Boolean> bool(String name) {
    Node value = node.fields().get(name);
    if (value instanceof Node.Scalar scalar && scalar.kind() == Node.Scalar.Kind.BOOLEAN) {
      return Optional.of(scalar.text().equalsIgnoreCase("true"));
    }
    if (value != null) {
      findings.wrongType(value, "true or false");
    }
    return Optional.empty();
  }

  /** The items that are texts. */
  public List<String> strings(String name) {
    return list(name).stream().flatMap(n -> string(n, findings).stream()).toList();
  }

  /** An object of texts, in the order of the document. */
  public Map<String, String> texts(String name) {
    Node value = node.fields().get(name);
    if (value instanceof Node.Mapping mapping) {
      Map<String, String> texts = new LinkedHashMap<>();
      mapping.fields().forEach((k, n) -> string(n, findings).ifPresent(t -> texts.put(k, t)));
      return texts;
    }
    if (value != null) {
      findings.wrongType(value, "an object");
    }
    return Map.of();
  }

  /** A text that the schema demands; empty where it is not there. */
  public String required(String name) {
    String text = string(name).orElse("");
    if (text.isEmpty() && !(get(name).isPresent() && !isText(name))) {
      findings.schemaError(get(name).orElse(node), "required", name + " is required");
    }
    return text;
  }

  private boolean isText(String name) {
    return get(name).orElse(node) instanceof Node.Scalar scalar
        && scalar.kind() == Node.Scalar.Kind.STRING;
  }

  /** A decimal number within the bounds. */
  public Optional<Integer> integer(String name, int min, int max) {
    Node value = node.fields().get(name);
    if (value instanceof Node.Scalar scalar
        && scalar.kind() == Node.Scalar.Kind.INTEGER
        && scalar.text().matches("0|-?[1-9][0-9]{0,8}")) {
      int number = Integer.parseInt(scalar.text());
      if (min <= number && number <= max) {
        return Optional.of(number);
      }
    }
    if (value != null) {
      findings.wrongType(value, "a number from " + min + " to " + max);
    }
    return Optional.empty();
  }
}
