package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.flow.Verdict;
import java.util.List;
import java.util.Set;

/**
 * {@code reply}: a flow of unknown direction is no reply if it was dropped, else matches nothing.
 */
final class ReplyFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) {
    if (filter.getReplyCount() == 0) {
      return List.of();
    }
    var wanted = Set.copyOf(filter.getReplyList());
    return List.of(
        flow ->
            (flow.hasIsReply() || flow.getVerdict() == Verdict.DROPPED)
                && wanted.contains(flow.getIsReply().getValue()));
  }
}
