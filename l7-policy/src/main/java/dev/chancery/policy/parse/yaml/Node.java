package dev.chancery.policy.parse.yaml;

import dev.chancery.policy.Location;
import java.util.List;
import java.util.Map;

/** A value of a document that knows its path and its place in the file. */
public sealed interface Node {
  String path();

  Location location();

  /** What kind of value it is, for messages. */
  String describe();

  /** An object; its keys are in the order of the document. */
  record Mapping(String path, Location location, Map<String, Node> fields) implements Node {
    @Override
    public String describe() {
      return "an object";
    }
  }

  /** A list. */
  record Sequence(String path, Location location, List<Node> items) implements Node {
    @Override
    public String describe() {
      return "a list";
    }
  }

  /** A plain value. */
  record Scalar(String path, Location location, Kind kind, String text) implements Node {
    /** The type that YAML gives it. */
    public enum Kind {
      STRING,
      INTEGER,
      BOOLEAN,
      NULL,
      OTHER
    }

    @Override
    public String describe() {
      return switch (kind) {
        case STRING -> "\"" + text + "\"";
        case NULL -> "null";
        case INTEGER, BOOLEAN, OTHER -> text;
      };
    }
  }

  default boolean isNull() {
    return this instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NULL;
  }
}
