package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.flow.TCPFlags;
import java.util.List;

/**
 * {@code tcp_flags}: an entry matches where the flow has all flags of the entry, and perhaps more.
 */
final class TcpFlagsFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) {
    if (filter.getTcpFlagsCount() == 0) {
      return List.of();
    }
    var wanted = filter.getTcpFlagsList();
    return List.of(
        flow ->
            flow.getL4().getTCP().hasFlags()
                && wanted.stream()
                    .anyMatch(flags -> includes(flow.getL4().getTCP().getFlags(), flags)));
  }

  private static boolean includes(TCPFlags actual, TCPFlags wanted) {
    return actual.getAllFields().keySet().containsAll(wanted.getAllFields().keySet());
  }
}
