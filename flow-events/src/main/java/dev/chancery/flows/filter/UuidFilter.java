package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import java.util.List;
import java.util.Set;

/** {@code uuid}: exactly one of the given. */
final class UuidFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) {
    if (filter.getUuidCount() == 0) {
      return List.of();
    }
    var uuids = Set.copyOf(filter.getUuidList());
    return List.of(FlowMatch.onlyWithFlow(flow -> uuids.contains(flow.getUuid())));
  }
}
