package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;

/** {@code source_cluster_name}, {@code destination_cluster_name}: equal to one of the given. */
final class ClusterNameFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getSourceClusterNameCount() > 0) {
      var names = named(filter.getSourceClusterNameList());
      matches.add(flow -> names.contains(flow.getSource().getClusterName()));
    }
    if (filter.getDestinationClusterNameCount() > 0) {
      var names = named(filter.getDestinationClusterNameList());
      matches.add(flow -> names.contains(flow.getDestination().getClusterName()));
    }
    return matches;
  }

  private static List<String> named(List<String> names) throws InvalidFilterException {
    if (names.contains("")) {
      throw new InvalidFilterException("invalid filter, name must not be empty");
    }
    return names;
  }
}
