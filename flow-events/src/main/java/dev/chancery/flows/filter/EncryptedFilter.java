package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import java.util.List;
import java.util.Set;

/** {@code encrypted}: a flow without addresses counts as not encrypted. */
final class EncryptedFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) {
    if (filter.getEncryptedCount() == 0) {
      return List.of();
    }
    var wanted = Set.copyOf(filter.getEncryptedList());
    return List.of(flow -> wanted.contains(flow.getIP().getEncrypted()));
  }
}
