package dev.chancery.envoy.cilium.check;

import com.google.common.net.InetAddresses;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.api.cilium.TLSContext;
import dev.chancery.envoy.npds.ServerNames;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The constraints on one policy, each with the path of the first field that breaks it. */
final class PolicyCheck {
  private static final int LAST_PORT = 65535;
  private static final char ZONE = '%';

  private PolicyCheck() {}

  static Optional<String> of(NetworkPolicy policy) {
    int addresses = policy.getEndpointIpsCount();
    if (addresses < 1 || addresses > 2) {
      return Optional.of("endpoint_ips: " + addresses + " (expected: one or two)");
    }
    Optional<String> notCanonical =
        policy.getEndpointIpsList().stream().filter(a -> !isAddress(a)).findFirst();
    if (notCanonical.isPresent()) {
      return notCanonical.map(a -> "endpoint_ips: " + a + " (expected: a canonical address)");
    }
    if (policy.getEndpointId() == 0) {
      return Optional.of("endpoint_id: 0 (expected: a number of its own)");
    }
    return ports("ingress", policy.getIngressPerPortPoliciesList())
        .or(() -> ports("egress", policy.getEgressPerPortPoliciesList()));
  }

  /** Whether this is the text by which the proxy knows an address. */
  private static boolean isAddress(String text) {
    if (text.indexOf(ZONE) >= 0 || !InetAddresses.isInetAddress(text)) {
      return false;
    }
    InetAddress address = InetAddresses.forString(text);
    return InetAddresses.toAddrString(address).equals(text);
  }

  private static Optional<String> ports(String direction, List<PortNetworkPolicy> ports) {
    return first(
        IntStream.range(0, ports.size())
            .mapToObj(
                i ->
                    port(ports.get(i)).map(p -> direction + "_per_port_policies[" + i + "]." + p)));
  }

  private static Optional<String> port(PortNetworkPolicy port) {
    int first = port.getPort();
    int last = port.getEndPort();
    if (first < 0 || first > LAST_PORT) {
      return Optional.of("port: " + Integer.toUnsignedString(first) + " (expected: to 65535)");
    }
    if (last != 0 && (first == 0 || last < first || last > LAST_PORT)) {
      return Optional.of(
          "end_port: " + Integer.toUnsignedString(last) + " (expected: from " + first + " on)");
    }
    return first(
        IntStream.range(0, port.getRulesCount())
            .mapToObj(i -> rule(port.getRules(i)).map(p -> "rules[" + i + "]." + p)));
  }

  private static Optional<String> rule(PortNetworkPolicyRule rule) {
    OptionalInt wrongName =
        IntStream.range(0, rule.getServerNamesCount())
            .filter(i -> !ServerNames.isTaken(rule.getServerNames(i)))
            .findFirst();
    if (wrongName.isPresent()) {
      return Optional.of(
          "server_names[%d]: %s (expected: a name or a pattern)"
              .formatted(wrongName.getAsInt(), rule.getServerNames(wrongName.getAsInt())));
    }
    if (rule.getProxyId() < 0 || rule.getProxyId() > LAST_PORT) {
      return Optional.of("proxy_id: beyond 65535");
    }
    return tls(rule)
        .or(() -> rule.hasHttpRules() ? HttpCheck.of(rule.getHttpRules()) : Optional.empty());
  }

  private static Optional<String> tls(PortNetworkPolicyRule rule) {
    TLSContext down = rule.getDownstreamTlsContext();
    TLSContext up = rule.getUpstreamTlsContext();
    if (rule.hasDownstreamTlsContext()
        && down.getTlsSdsSecret().isEmpty()
        && down.getCertificateChain().isEmpty()) {
      return Optional.of("downstream_tls_context: no certificate");
    }
    if (rule.hasUpstreamTlsContext()
        && up.getValidationContextSdsSecret().isEmpty()
        && up.getTrustedCa().isEmpty()) {
      return Optional.of("upstream_tls_context: nobody is trusted");
    }
    return up.getServerNamesCount() > 1
        ? Optional.of("upstream_tls_context: more than one server name")
        : Optional.empty();
  }

  static Optional<String> first(Stream<Optional<String>> reasons) {
    return reasons.flatMap(Optional::stream).findFirst();
  }
}
