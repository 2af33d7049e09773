package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles lists of {@code flow.FlowFilter}: OR over the filters of a list, AND over the fields of
 * a filter, OR over the values of a field.
 */
public final class FlowFilters {
  /** In the order in which a filter with several mistakes names the first. */
  private static final List<FilterFamily> FAMILIES =
      List.of(
          new UuidFilter(),
          new EventTypeFamily(),
          new VerdictFilter(),
          new ReplyFilter(),
          new EncryptedFilter(),
          new IdentityFilter(),
          new ProtocolFilter(),
          new IpFilter(),
          new PodFilter(),
          new WorkloadFilter(),
          new ServiceFilter(),
          new NameFilter(),
          new LabelFilter(),
          new PortFilter(),
          new HttpFilter(),
          new TcpFlagsFilter(),
          new NodeNameFilter(),
          new ClusterNameFilter(),
          new TraceFilter(),
          new TrafficDirectionFilter(),
          new ExpressionFilter(),
          new InterfaceFilter());

  private FlowFilters() {}

  /**
   * Compiles an allow list and a deny list into one condition.
   *
   * @param allowed an entry must match one of them; empty allows everything
   * @param denied an entry must match none of them
   * @throws InvalidFilterException with the first mistake; such lists must not be used in part
   */
  public static FlowMatch compile(List<FlowFilter> allowed, List<FlowFilter> denied)
      throws InvalidFilterException {
    return allowed.isEmpty() && denied.isEmpty()
        ? FlowMatch.ANYTHING
        : new FlowMatch.Lists(compileAll(allowed), compileAll(denied));
  }

  private static List<FlowMatch> compileAll(List<FlowFilter> filters)
      throws InvalidFilterException {
    var compiled = new ArrayList<FlowMatch>();
    for (FlowFilter filter : filters) {
      var parts = new ArrayList<FlowMatch>();
      for (FilterFamily family : FAMILIES) {
        parts.addAll(family.compile(filter));
      }
      compiled.add(new FlowMatch.All(parts));
    }
    return compiled;
  }
}
