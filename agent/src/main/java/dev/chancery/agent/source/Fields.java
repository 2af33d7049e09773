package dev.chancery.agent.source;

import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import dev.chancery.policy.parse.ManifestDocument;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a document, read field by field. What is missing reads as empty; what is there and
 * of the wrong type is reported, and reads as empty.
 */
public final class Fields {
  private final Sink sink;
  private final String path;
  private final @Nullable MappingNode node;

  /**
   * Where problems go, each once however often its field is read, and what turns a node's line into
   * one of the file.
   *
   * @param hidesValues whether messages must not repeat what a field holds
   */
  record Sink(ManifestDocument document, Set<Problem> problems, boolean hidesValues) {
    Sink(ManifestDocument document, Set<Problem> problems) {
      this(document, problems, false);
    }

    Location location(@Nullable Node node) {
      var line = node == null ? 0 : node.getStartMark().getLine();
      return new Location(document.file(), document.firstLine() + line);
    }
  }

  private Fields(Sink sink, String path, @Nullable MappingNode node) {
    this.sink = sink;
    this.path = path;
    this.node = node;
    reportDuplicates();
  }

  /**
   * Reads a document that is one mapping; empty where it is none, with the reason in {@code into}.
   */
  public static Optional<Fields> read(ManifestDocument document, Set<Problem> into) {
    var outcome = YamlText.parse(document);
    into.addAll(outcome.problems());
    return outcome.root().map(root -> of(root, new Sink(document, into)));
  }

  static Fields of(MappingNode root, Sink sink) {
    return new Fields(sink, "", root);
  }

  /** The same fields, of which no message repeats what one holds. */
  Fields hidden() {
    return new Fields(new Sink(sink.document(), sink.problems(), true), path, node);
  }

  /** The mapping in a field. */
  public Fields fields(String name) {
    var value = value(name);
    if (value instanceof MappingNode mapping) {
      return new Fields(sink, path(name), mapping);
    }
    expect(value, name, "an object");
    return new Fields(sink, path(name), null);
  }

  /** The mappings of a list. */
  public List<Fields> list(String name) {
    var items = items(name);
    return IntStream.range(0, items.size())
        .mapToObj(
            i -> {
              var at = name + "[" + i + "]";
              var item = items.get(i);
              if (item instanceof MappingNode mapping) {
                return Stream.of(new Fields(sink, path(at), mapping));
              }
              report(item, at, "not an object (expected: an object)");
              return Stream.<Fields>empty();
            })
        .flatMap(found -> found)
        .toList();
  }

  /** The strings of a list. */
  public List<String> texts(String name) {
    var items = items(name);
    return IntStream.range(0, items.size())
        .mapToObj(i -> text(items.get(i), name + "[" + i + "]"))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The string in a field. */
  public Optional<String> text(String name) {
    var value = value(name);
    return value == null ? Optional.empty() : text(value, name);
  }

  /** The text of a string or of a number. */
  public Optional<String> textOrNumber(String name) {
    return value(name) instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : text(name);
  }

  boolean flag(String name) {
    var value = value(name);
    if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return scalar.getValue().equalsIgnoreCase("true");
    }
    expect(value, name, "true or false");
    return false;
  }

  /** The port number in a field; a missing one is reported too. */
  Optional<Integer> port(String name) {
    var value = value(name);
    if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
      try {
        var port = Integer.parseInt(scalar.getValue());
        if (port >= 1 && port <= 65535) {
          return Optional.of(port);
        }
      } catch (NumberFormatException e) {
        // Reported below, like a number out of range.
      }
    }
    report(name, describe(value) + " (expected: 1-65535)");
    return Optional.empty();
  }

  /** The mapping of strings to strings in a field, such as labels. */
  Map<String, String> map(String name) {
    var mapping = fields(name);
    var map = new LinkedHashMap<String, String>();
    if (mapping.node != null) {
      for (var tuple : mapping.node.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          mapping
              .text(tuple.getValueNode(), key.getValue())
              .ifPresent(text -> map.putIfAbsent(key.getValue(), text));
        }
      }
    }
    return map;
  }

  /** The texts in a mapping of strings or numbers, or of lists of them. */
  public Map<String, List<String>> values(String name) {
    var mapping = fields(name);
    var values = new LinkedHashMap<String, List<String>>();
    if (mapping.node != null) {
      for (var tuple : mapping.node.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          values.putIfAbsent(key.getValue(), mapping.values(tuple.getValueNode(), key.getValue()));
        }
      }
    }
    return values;
  }

  private List<String> values(Node value, String name) {
    if (value instanceof SequenceNode sequence) {
      return sequence.getValue().stream().flatMap(item -> values(item, name).stream()).toList();
    }
    if (value instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return List.of(scalar.getValue());
    }
    report(value, name, describe(value) + " (expected: a string or a list of strings)");
    return List.of();
  }

  /** Reports every field that is none of these, with the one that was probably meant. */
  public void allowOnly(String... known) {
    Keys.of(node)
        .forEach(
            (key, name) -> {
              if (!List.of(known).contains(name)) {
                report(key, name, "unknown field" + Guess.hint(name, List.of(known)));
              }
            });
  }

  /** Reports something about a field. */
  public void report(String name, String message) {
    report(value(name), name, message);
  }

  /** Whether a field is there and not null. */
  public boolean has(String name) {
    return value(name) != null;
  }

  public Location location() {
    return sink.location(node);
  }

  private void report(@Nullable Node at, String name, String message) {
    sink.problems()
        .add(Problem.error("invalid", path(name), sink.location(at == null ? node : at), message));
  }

  /** Whatever a list holds. */
  List<Node> items(String name) {
    var value = value(name);
    if (value instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    expect(value, name, "a list");
    return List.of();
  }

  private Optional<String> text(Node value, String name) {
    if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return Optional.of(scalar.getValue());
    }
    report(value, name, describe(value) + " (expected: a string; put it in quotes)");
    return Optional.empty();
  }

  private void expect(@Nullable Node value, String name, String expected) {
    if (value != null) {
      report(value, name, describe(value) + " (expected: " + expected + ")");
    }
  }

  /** The node in a field; none where the field is missing or null. */
  private @Nullable Node value(String name) {
    if (node == null) {
      return null;
    }
    return node.getValue().stream()
        .filter(tuple -> isKey(tuple.getKeyNode(), name))
        .map(tuple -> tuple.getValueNode())
        .filter(value -> !value.getTag().equals(Tag.NULL))
        .findFirst()
        .orElse(null);
  }

  private static boolean isKey(Node key, String name) {
    return key instanceof ScalarNode scalar && scalar.getValue().equals(name);
  }

  private void reportDuplicates() {
    var seen = new HashSet<String>();
    Keys.of(node)
        .forEach(
            (key, name) -> {
              if (!seen.add(name)) {
                report(key, name, "given twice (expected: once)");
              }
            });
  }

  private String describe(@Nullable Node value) {
    if (value instanceof ScalarNode scalar) {
      if (sink.hidesValues()) {
        return "a value";
      }
      var text = scalar.getValue();
      return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
    return value == null ? "missing" : value instanceof MappingNode ? "an object" : "a list";
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
