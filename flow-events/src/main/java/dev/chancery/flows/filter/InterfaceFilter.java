package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.flow.NetworkInterface;
import java.util.List;

/** {@code interface}: index 0 is any index, an empty name is any name. */
final class InterfaceFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) {
    if (filter.getInterfaceCount() == 0) {
      return List.of();
    }
    var wanted = filter.getInterfaceList();
    return List.of(
        flow ->
            flow.hasInterface()
                && wanted.stream().anyMatch(one -> accepts(one, flow.getInterface())));
  }

  private static boolean accepts(NetworkInterface wanted, NetworkInterface actual) {
    return (wanted.getIndex() == 0 || wanted.getIndex() == actual.getIndex())
        && (wanted.getName().isEmpty() || wanted.getName().equals(actual.getName()));
  }
}
