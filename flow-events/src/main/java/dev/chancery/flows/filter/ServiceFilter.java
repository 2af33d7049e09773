package dev.chancery.flows.filter;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.flow.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** {@code source_service}, {@code destination_service}: see {@link NamespacedName}. */
final class ServiceFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getSourceServiceCount() > 0) {
      matches.add(serviceIn("source", filter.getSourceServiceList(), Flow::getSourceService));
    }
    if (filter.getDestinationServiceCount() > 0) {
      matches.add(
          serviceIn(
              "destination", filter.getDestinationServiceList(), Flow::getDestinationService));
    }
    return matches;
  }

  private static FlowMatch serviceIn(
      String sideName, List<String> names, Function<Flow, Service> side)
      throws InvalidFilterException {
    List<NamespacedName> wanted;
    try {
      wanted = NamespacedName.parseAll(names);
    } catch (InvalidFilterException e) {
      throw new InvalidFilterException("invalid " + sideName + " service filter: " + e.text());
    }
    return flow -> {
      Service service = side.apply(flow);
      return NamespacedName.anyAccepts(wanted, service.getNamespace(), service.getName());
    };
  }
}
