package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import java.util.List;
import java.util.Set;

/** {@code traffic_direction}: membership. */
final class TrafficDirectionFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) {
    if (filter.getTrafficDirectionCount() == 0) {
      return List.of();
    }
    var directions = Set.copyOf(filter.getTrafficDirectionValueList());
    return List.of(
        FlowMatch.onlyWithFlow(flow -> directions.contains(flow.getTrafficDirectionValue())));
  }
}
