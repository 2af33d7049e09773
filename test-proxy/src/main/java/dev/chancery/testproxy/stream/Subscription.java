package dev.chancery.testproxy.stream;

import dev.chancery.api.cilium.NetworkPolicyDiscoveryServiceGrpc;
import dev.chancery.api.cilium.NetworkPolicyHostsDiscoveryServiceGrpc;
import dev.chancery.testproxy.wire.XdsType;
import java.util.List;

/** An interest in resources of one type, over one stream at a time. Lives on the loop. */
public interface Subscription {
  /** Opens the first stream. */
  void open();

  /** Ends the stream and forgets everything. */
  void close();

  /** What it asks for. */
  XdsType type();

  /** A state-of-the-world subscription; no names ask for everything. */
  static Subscription whole(
      XdsType type, List<String> names, StreamHost host, UpdateHandler handler) {
    return new SotwSubscription(type, names, host, handler);
  }

  /** A delta subscription to everything, of policies or hosts. */
  static Subscription delta(XdsType type, StreamHost host, UpdateHandler handler) {
    return switch (type) {
      case POLICY ->
          new DeltaSubscription(
              type,
              NetworkPolicyDiscoveryServiceGrpc.getDeltaNetworkPoliciesMethod(),
              host,
              handler);
      case HOSTS ->
          new DeltaSubscription(
              type,
              NetworkPolicyHostsDiscoveryServiceGrpc.getDeltaNetworkPolicyHostsMethod(),
              host,
              handler);
      default ->
          throw new IllegalArgumentException("delta: " + type + " (expected: POLICY or HOSTS)");
    };
  }
}
