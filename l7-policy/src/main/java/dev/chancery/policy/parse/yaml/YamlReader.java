package dev.chancery.policy.parse.yaml;

import dev.chancery.policy.Location;
import dev.chancery.policy.parse.syntax.JsonText;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one document into {@link Node}s. Duplicate keys, more than one document, and sizes beyond
 * the limits are errors; aliases count as often as they are used.
 */
public final class YamlReader {
  static final int MAX_CHARACTERS = 3 * 1024 * 1024;
  static final int MAX_DEPTH = 50;
  static final int MAX_NODES = 200_000;

  private final Location start;
  private final String text;
  private final Findings findings;
  private int nodes;

  private YamlReader(Location start, String text, Findings findings) {
    this.start = start;
    this.text = text;
    this.findings = findings;
  }

  /**
   * Empty, with an error among the findings, if the document cannot be read as a whole.
   *
   * @param start where in the file the document starts
   */
  public static Optional<Node> read(Location start, String text, Findings findings) {
    return new YamlReader(start, text, findings).read();
  }

  private Optional<Node> read() {
    if (text.length() > MAX_CHARACTERS) {
      findings.error(
          start,
          "too-large",
          "document: " + text.length() + " characters (expected: at most " + MAX_CHARACTERS + ")");
      return Optional.empty();
    }
    try {
      var root = yaml().compose(new StringReader(JsonText.toYaml(text)));
      return root == null ? Optional.empty() : Optional.of(convert(root, "", start, 1));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
      findings.error(
          at(Math.min(line, lastLine())), "invalid-yaml", "not valid YAML: " + e.getProblem());
    } catch (YAMLException e) {
      findings.error(start, "invalid-yaml", "not valid YAML: " + e.getMessage());
    } catch (TooLarge e) {
      findings.error(start, "too-large", e.text);
    }
    return Optional.empty();
  }

  private int lastLine() {
    return Math.max(0, (int) text.lines().count() - 1);
  }

  private static Yaml yaml() {
    var options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_DEPTH);
    return new Yaml(new SafeConstructor(options));
  }

  private Node convert(
      org.yaml.snakeyaml.nodes.Node node, String path, Location location, int depth) {
    if (++nodes > MAX_NODES) {
      throw new TooLarge("document: more than " + MAX_NODES + " values, aliases counted");
    }
    if (depth > MAX_DEPTH) {
      throw new TooLarge("document: nested deeper than " + MAX_DEPTH);
    }
    if (node instanceof MappingNode mapping) {
      return new Node.Mapping(path, location, fields(mapping, path, depth));
    }
    if (node instanceof SequenceNode sequence) {
      List<Node> items = new ArrayList<>();
      for (var item : sequence.getValue()) {
        items.add(convert(item, path + "[" + items.size() + "]", at(item), depth + 1));
      }
      return new Node.Sequence(path, location, items);
    }
    var scalar = (ScalarNode) node;
    return new Node.Scalar(path, location, kind(scalar.getTag()), scalar.getValue());
  }

  private Map<String, Node> fields(MappingNode mapping, String path, int depth) {
    Map<String, Node> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Location location = at(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        findings.error(location, "wrong-type", "key of an object in " + path + ": not a string");
        continue;
      }
      Node value = convert(tuple.getValueNode(), join(path, key.getValue()), location, depth + 1);
      if (fields.putIfAbsent(key.getValue(), value) != null) {
        findings.error(value, "duplicate-key", "\"" + key.getValue() + "\" is given twice");
      }
    }
    return fields;
  }

  private static String join(String path, String key) {
    if (!key.matches("[A-Za-z0-9_-]+")) {
      return path + "[" + key + "]";
    }
    return path.isEmpty() ? key : path + "." + key;
  }

  private static Node.Scalar.Kind kind(Tag tag) {
    if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP)) {
      return Node.Scalar.Kind.STRING;
    }
    if (tag.equals(Tag.INT)) {
      return Node.Scalar.Kind.INTEGER;
    }
    if (tag.equals(Tag.BOOL)) {
      return Node.Scalar.Kind.BOOLEAN;
    }
    return tag.equals(Tag.NULL) ? Node.Scalar.Kind.NULL : Node.Scalar.Kind.OTHER;
  }

  private Location at(org.yaml.snakeyaml.nodes.Node node) {
    return at(node.getStartMark() == null ? 0 : node.getStartMark().getLine());
  }

  private Location at(int lineOfDocument) {
    return new Location(start.file(), start.line() + lineOfDocument);
  }

  /** Ends the reading of a document that is beyond the limits. */
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String text;

    TooLarge(String text) {
      super(text, null, false, false);
      this.text = text;
    }
  }
}
