package dev.chancery.flows.filter;

import com.google.re2j.Pattern;
import dev.chancery.api.flow.FlowFilter;
import java.util.List;

/** {@code node_name}: see {@link NamePattern}; a node without a cluster is in {@code default}. */
final class NodeNameFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException {
    if (filter.getNodeNameCount() == 0) {
      return List.of();
    }
    Pattern pattern = NamePattern.ofNodes(filter.getNodeNameList());
    return List.of(flow -> isLike(flow.getNodeName(), pattern));
  }

  private static boolean isLike(String node, Pattern pattern) {
    return !node.isEmpty() && pattern.matches(node.contains("/") ? node : "default/" + node);
  }
}
