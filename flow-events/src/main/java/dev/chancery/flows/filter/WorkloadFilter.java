package dev.chancery.flows.filter;

import dev.chancery.api.flow.Endpoint;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.flow.Workload;
import java.util.ArrayList;
import java.util.List;

/** {@code source_workload}, {@code destination_workload}: an empty name or kind is any. */
final class WorkloadFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getSourceWorkloadCount() > 0) {
      var wanted = filter.getSourceWorkloadList();
      matches.add(flow -> hasOneOf(flow.getSource(), wanted));
    }
    if (filter.getDestinationWorkloadCount() > 0) {
      var wanted = filter.getDestinationWorkloadList();
      matches.add(flow -> hasOneOf(flow.getDestination(), wanted));
    }
    return matches;
  }

  private static boolean hasOneOf(Endpoint endpoint, List<Workload> wanted) {
    return endpoint.getWorkloadsList().stream()
        .anyMatch(workload -> wanted.stream().anyMatch(one -> accepts(one, workload)));
  }

  private static boolean accepts(Workload wanted, Workload workload) {
    return (wanted.getName().isEmpty() || wanted.getName().equals(workload.getName()))
        && (wanted.getKind().isEmpty() || wanted.getKind().equals(workload.getKind()));
  }
}
