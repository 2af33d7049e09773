package dev.chancery.agent.source;

import dev.chancery.policy.parse.ManifestDocument;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.Node;

/** Cuts an item of a {@code kind: List} out of its document, as {@code kubectl get} prints them. */
final class ItemText {
  private ItemText() {}

  /**
   * The item as a document of its own. It keeps its indentation, the first line's too (unless in
   * braces, where it means nothing), so that it reads as it did; its lines are those of the file.
   */
  static ManifestDocument of(ManifestDocument list, Node item) {
    var start = item.getStartMark();
    var from = list.text().offsetByCodePoints(0, start.getIndex());
    var to = list.text().offsetByCodePoints(0, item.getEndMark().getIndex());
    var text = indentation(item) + list.text().substring(from, to) + "\n";
    return new ManifestDocument(list.file(), list.firstLine() + start.getLine(), text);
  }

  private static String indentation(Node item) {
    var isFlow = item instanceof CollectionNode<?> c && c.getFlowStyle() == FlowStyle.FLOW;
    return isFlow ? "" : " ".repeat(item.getStartMark().getColumn());
  }
}
