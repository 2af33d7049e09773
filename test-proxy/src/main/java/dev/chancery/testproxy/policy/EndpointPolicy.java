package dev.chancery.testproxy.policy;

import com.google.common.net.InetAddresses;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;

/** One {@code cilium.NetworkPolicy}, ready to judge. */
record EndpointPolicy(NetworkPolicy proto, DirectionPolicy ingress, DirectionPolicy egress) {
  private static final String PATH = "NetworkPolicyValidationError";

  static EndpointPolicy read(
      NetworkPolicy proto, ProxyGeneration generation, Secrets secrets, Audit audit)
      throws Rejected {
    constraints(proto, generation, audit);
    audit.unknownFields(proto);
    RuleReader reader = new RuleReader(generation, secrets, audit);
    return new EndpointPolicy(
        proto,
        new DirectionPolicy(proto.getIngressPerPortPoliciesList(), generation, reader),
        new DirectionPolicy(proto.getEgressPerPortPoliciesList(), generation, reader));
  }

  DirectionPolicy direction(boolean isIngress) {
    return isIngress ? ingress : egress;
  }

  private static void constraints(NetworkPolicy proto, ProxyGeneration generation, Audit audit)
      throws Rejected {
    int addresses = proto.getEndpointIpsCount();
    if (addresses < 1 || addresses > 2) {
      throw Rejected.constraint(
          4, PATH + ".EndpointIps", "value must contain between 1 and 2 items, inclusive");
    }
    for (int i = 0; i < addresses; i++) {
      if (proto.getEndpointIps(i).isEmpty()) {
        throw Rejected.constraint(
            4, PATH + ".EndpointIps[" + i + "]", "value length must be at least 1 characters");
      }
      canonical(proto.getEndpointIps(i), audit);
    }
    if (proto.getEndpointId() == 0) {
      if (generation.demandsEndpointId()) {
        throw new Rejected(4, "NetworkPolicy: endpoint_id must not be zero");
      }
      audit.note(4, "endpoint_id 0 of " + proto.getEndpointIpsList());
    }
  }

  /** The key is compared as text, so an address in another spelling is never found (gotcha 8). */
  private static void canonical(String key, Audit audit) {
    if (key.contains("/")) {
      audit.note(8, "endpoint_ips: " + key + " (expected: an address, no prefix)");
    } else if (InetAddresses.isInetAddress(key)
        && !InetAddresses.toAddrString(InetAddresses.forString(key)).equals(key)) {
      audit.note(
          8,
          "endpoint_ips: "
              + key
              + " (expected: "
              + InetAddresses.toAddrString(InetAddresses.forString(key))
              + ")");
    }
  }
}
