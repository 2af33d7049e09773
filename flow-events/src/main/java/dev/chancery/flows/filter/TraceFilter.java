package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code trace_id} (empty: a flow without one) and {@code ip_trace_id}. */
final class TraceFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getTraceIdCount() > 0) {
      var ids = Set.copyOf(filter.getTraceIdList());
      matches.add(flow -> ids.contains(flow.getTraceContext().getParent().getTraceId()));
    }
    if (filter.getIpTraceIdCount() > 0) {
      var ids = Set.copyOf(filter.getIpTraceIdList());
      matches.add(flow -> ids.contains(flow.getIpTraceId().getTraceId()));
    }
    return matches;
  }
}
