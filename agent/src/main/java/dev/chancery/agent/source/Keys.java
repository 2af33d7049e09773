package dev.chancery.agent.source;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The keys of a mapping. */
final class Keys {
  private Keys() {}

  /** Each key that is a text, in the order of the document; repeated ones too. */
  static Map<Node, String> of(@Nullable MappingNode mapping) {
    Map<Node, String> keys = new LinkedHashMap<>();
    if (mapping != null) {
      for (var tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          keys.put(key, key.getValue());
        }
      }
    }
    return keys;
  }
}
