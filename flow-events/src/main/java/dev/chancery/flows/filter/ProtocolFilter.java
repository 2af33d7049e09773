package dev.chancery.flows.filter;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.flows.golang.GoQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * {@code protocol}: by which L4 or L7 record the flow has, so {@code tcp} matches HTTP flows too.
 */
@SuppressWarnings("deprecation") // Kafka flows may come from older servers and files
final class ProtocolFilter implements FilterFamily {
  private static final Map<String, Predicate<Flow>> PROTOCOLS =
      Map.ofEntries(
          Map.entry("icmp", flow -> flow.getL4().hasICMPv4() || flow.getL4().hasICMPv6()),
          Map.entry("icmpv4", flow -> flow.getL4().hasICMPv4()),
          Map.entry("icmpv6", flow -> flow.getL4().hasICMPv6()),
          Map.entry("tcp", flow -> flow.getL4().hasTCP()),
          Map.entry("udp", flow -> flow.getL4().hasUDP()),
          Map.entry("sctp", flow -> flow.getL4().hasSCTP()),
          Map.entry("vrrp", flow -> flow.getL4().hasVRRP()),
          Map.entry("igmp", flow -> flow.getL4().hasIGMP()),
          Map.entry("dns", flow -> flow.getL7().hasDns()),
          Map.entry("http", flow -> flow.getL7().hasHttp()),
          Map.entry("kafka", flow -> flow.getL7().hasKafka()));

  @Override
  public List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException {
    if (filter.getProtocolCount() == 0) {
      return List.of();
    }
    var wanted = new ArrayList<Predicate<Flow>>();
    for (String name : filter.getProtocolList()) {
      Predicate<Flow> protocol = PROTOCOLS.get(name.toLowerCase(Locale.ROOT));
      if (protocol == null) {
        throw new InvalidFilterException(
            "invalid protocol filter: unknown protocol: " + GoQuote.quote(name));
      }
      wanted.add(protocol);
    }
    return List.of(flow -> wanted.stream().anyMatch(protocol -> protocol.test(flow)));
  }
}
