package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code source_identity}, {@code destination_identity}: an absent endpoint has none, not even 0.
 */
final class IdentityFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getSourceIdentityCount() > 0) {
      var wanted = Set.copyOf(filter.getSourceIdentityList());
      matches.add(flow -> flow.hasSource() && wanted.contains(flow.getSource().getIdentity()));
    }
    if (filter.getDestinationIdentityCount() > 0) {
      var wanted = Set.copyOf(filter.getDestinationIdentityList());
      matches.add(
          flow -> flow.hasDestination() && wanted.contains(flow.getDestination().getIdentity()));
    }
    return matches;
  }
}
