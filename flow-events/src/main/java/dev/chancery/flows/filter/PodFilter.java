package dev.chancery.flows.filter;

import dev.chancery.api.flow.Endpoint;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** {@code source_pod}, {@code destination_pod}: see {@link NamespacedName}. */
final class PodFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getSourcePodCount() > 0) {
      matches.add(podIn(filter.getSourcePodList(), Flow::getSource));
    }
    if (filter.getDestinationPodCount() > 0) {
      matches.add(podIn(filter.getDestinationPodList(), Flow::getDestination));
    }
    return matches;
  }

  private static FlowMatch podIn(List<String> names, Function<Flow, Endpoint> side)
      throws InvalidFilterException {
    var wanted = NamespacedName.parseAll(names);
    return flow -> {
      Endpoint endpoint = side.apply(flow);
      return NamespacedName.anyAccepts(wanted, endpoint.getNamespace(), endpoint.getPodName());
    };
  }
}
