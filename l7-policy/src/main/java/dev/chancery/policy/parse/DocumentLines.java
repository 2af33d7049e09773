package dev.chancery.policy.parse;

import dev.chancery.policy.Location;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import dev.chancery.policy.parse.yaml.YamlReader;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where in its file each value of a document stands. */
public final class DocumentLines {
  private final Optional<Node> root;

  private DocumentLines(Optional<Node> root) {
    this.root = root;
  }

  /** Takes any text; one that cannot be read has no lines. */
  public static DocumentLines of(ManifestDocument document) {
    var start = new Location(document.file(), document.firstLine());
    return new DocumentLines(YamlReader.read(start, document.text(), new Findings()));
  }

  /**
   * The place of a value, or of the nearest one around it.
   *
   * @param path as {@code Problem} has it
   * @param otherwise where there is no such value at all
   */
  public Location at(String path, Location otherwise) {
    Location found = otherwise;
    Optional<Node> next = path.isEmpty() ? Optional.empty() : root;
    while (next.isPresent()) {
      next = children(next.get()).stream().filter(n -> holds(n.path(), path)).findFirst();
      found = next.map(Node::location).orElse(found);
    }
    return found;
  }

  private static boolean holds(String around, String path) {
    return path.startsWith(around)
        && (path.length() == around.length() || ".[".indexOf(path.charAt(around.length())) >= 0);
  }

  private static Collection<Node> children(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.fields().values();
    }
    return node instanceof Node.Sequence sequence ? sequence.items() : List.of();
  }
}
