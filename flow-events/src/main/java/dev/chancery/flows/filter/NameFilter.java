package dev.chancery.flows.filter;

import com.google.re2j.Pattern;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.flows.golang.GoRegexp;
import dev.chancery.flows.golang.GoSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code source_fqdn}, {@code destination_fqdn} against the names of the flow's addresses, and
 * {@code dns_query}, expressions found anywhere in the question's name.
 */
final class NameFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getSourceFqdnCount() > 0) {
      Pattern pattern = NamePattern.ofNames(filter.getSourceFqdnList());
      matches.add(flow -> flow.getSourceNamesList().stream().anyMatch(pattern::matches));
    }
    if (filter.getDestinationFqdnCount() > 0) {
      Pattern pattern = NamePattern.ofNames(filter.getDestinationFqdnList());
      matches.add(flow -> flow.getDestinationNamesList().stream().anyMatch(pattern::matches));
    }
    if (filter.getDnsQueryCount() > 0) {
      matches.add(queryLike(filter.getDnsQueryList()));
    }
    return matches;
  }

  private static FlowMatch queryLike(List<String> expressions) throws InvalidFilterException {
    var patterns = new ArrayList<Pattern>();
    for (String expression : expressions) {
      try {
        patterns.add(GoRegexp.compile(expression));
      } catch (GoSyntaxException e) {
        throw new InvalidFilterException(
            "invalid DNS query filter: failed to compile regexp: " + e.text());
      }
    }
    return flow ->
        flow.getL7().hasDns()
            && patterns.stream()
                .anyMatch(pattern -> pattern.matcher(flow.getL7().getDns().getQuery()).find());
  }
}
