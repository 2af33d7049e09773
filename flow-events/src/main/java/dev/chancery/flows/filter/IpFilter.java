package dev.chancery.flows.filter;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.flows.golang.GoAddress;
import dev.chancery.flows.golang.GoPrefix;
import dev.chancery.flows.golang.GoQuote;
import dev.chancery.flows.golang.GoSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code source_ip}, {@code destination_ip}, {@code source_ip_xlated}: a range with {@code /}, else
 * an address that is compared as it is spelled; and {@code ip_version}.
 */
final class IpFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getSourceIpCount() > 0) {
      matches.add(addressIn(filter.getSourceIpList(), flow -> flow.getIP().getSource()));
    }
    if (filter.getDestinationIpCount() > 0) {
      matches.add(addressIn(filter.getDestinationIpList(), flow -> flow.getIP().getDestination()));
    }
    if (filter.getSourceIpXlatedCount() > 0) {
      matches.add(
          addressIn(filter.getSourceIpXlatedList(), flow -> flow.getIP().getSourceXlated()));
    }
    if (filter.getIpVersionCount() > 0) {
      var versions = Set.copyOf(filter.getIpVersionValueList());
      matches.add(
          FlowMatch.onlyWithFlow(flow -> versions.contains(flow.getIP().getIpVersionValue())));
    }
    return matches;
  }

  private static FlowMatch addressIn(List<String> wanted, Function<Flow, String> address)
      throws InvalidFilterException {
    var spellings = new HashSet<String>();
    var ranges = new ArrayList<GoPrefix>();
    for (String one : wanted) {
      boolean isRange = one.contains("/");
      try {
        if (isRange) {
          ranges.add(GoPrefix.parse(one));
        } else {
          GoAddress.parse(one);
          spellings.add(one);
        }
      } catch (GoSyntaxException e) {
        throw new InvalidFilterException(
            String.format(
                "invalid IP %s %s in filter: %s",
                isRange ? "prefix" : "address", GoQuote.quote(one), e.text()));
      }
    }
    return flow -> {
      String actual = address.apply(flow);
      return spellings.contains(actual) || (!ranges.isEmpty() && isWithin(actual, ranges));
    };
  }

  private static boolean isWithin(String actual, List<GoPrefix> ranges) {
    try {
      var address = GoAddress.parse(actual);
      return ranges.stream().anyMatch(range -> range.contains(address));
    } catch (GoSyntaxException e) {
      return false;
    }
  }
}
