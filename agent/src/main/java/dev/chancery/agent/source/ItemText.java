package dev.chancery.agent.source;

import dev.chancery.policy.parse.ManifestDocument;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.Node;

/** Cuts the items of a {@code kind: List} out of it, as {@code kubectl get} prints them. */
final class ItemText {
  private ItemText() {}

  /**
   * Each item as a document of its own. It keeps its indentation, the first line's too (unless in
   * braces, where it means nothing), so that it reads as it did; its lines are those of the file.
   */
  static List<ManifestDocument> of(ManifestDocument list, List<Node> items) {
    var codePoints = list.text().codePoints().toArray(); // What marks count in.
    return items.stream().map(item -> of(list, codePoints, item)).toList();
  }

  private static ManifestDocument of(ManifestDocument list, int[] codePoints, Node item) {
    var start = item.getStartMark();
    var length = item.getEndMark().getIndex() - start.getIndex();
    var text = indentation(item) + new String(codePoints, start.getIndex(), length) + "\n";
    return new ManifestDocument(list.file(), list.firstLine() + start.getLine(), text);
  }

  private static String indentation(Node item) {
    var isFlow = item instanceof CollectionNode<?> c && c.getFlowStyle() == FlowStyle.FLOW;
    return isFlow ? "" : " ".repeat(item.getStartMark().getColumn());
  }
}
