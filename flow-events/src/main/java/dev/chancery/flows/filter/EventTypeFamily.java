package dev.chancery.flows.filter;

import dev.chancery.api.flow.CiliumEventType;
import dev.chancery.api.flow.EventTypeFilter;
import dev.chancery.api.flow.FlowFilter;
import java.util.List;

/** {@code event_type}: type 0 is any type; the subtype counts only where the filter says so. */
final class EventTypeFamily implements FilterFamily {
  /** The event type of every flow of an L7 proxy. */
  static final int L7 = 129;

  @Override
  public List<FlowMatch> compile(FlowFilter filter) {
    if (filter.getEventTypeCount() == 0) {
      return List.of();
    }
    var types = filter.getEventTypeList();
    return List.of(
        flow ->
            flow.hasEventType()
                && types.stream().anyMatch(type -> accepts(type, flow.getEventType())));
  }

  private static boolean accepts(EventTypeFilter wanted, CiliumEventType event) {
    return (wanted.getType() == 0 || wanted.getType() == event.getType())
        && (!wanted.getMatchSubType() || wanted.getSubType() == event.getSubType());
  }
}
