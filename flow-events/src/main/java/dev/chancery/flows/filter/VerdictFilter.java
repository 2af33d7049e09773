package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.flow.Verdict;
import java.util.ArrayList;
import java.util.List;

/** {@code verdict}, and {@code drop_reason_desc}, which only dropped flows have. */
final class VerdictFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getVerdictCount() > 0) {
      var verdicts = List.copyOf(filter.getVerdictValueList());
      matches.add(FlowMatch.onlyWithFlow(flow -> verdicts.contains(flow.getVerdictValue())));
    }
    if (filter.getDropReasonDescCount() > 0) {
      var reasons = List.copyOf(filter.getDropReasonDescValueList());
      matches.add(
          flow ->
              flow.getVerdict() == Verdict.DROPPED
                  && reasons.contains(flow.getDropReasonDescValue()));
    }
    return matches;
  }
}
