package dev.chancery.accesslogs;

import dev.chancery.accesslogs.AlsConventions.PolicyPoint;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import java.util.List;
import java.util.Optional;

/**
 * TCP entries of a stock Envoy to records, by {@link AlsConventions}: one for a connection that the
 * network RBAC filter allowed or denied, none for one that it was never asked about. Nothing
 * throws.
 */
final class TcpEntryDecoder {
  private final RecordProblems problems;
  private final Addresses addresses;
  private final Times times;

  TcpEntryDecoder(RecordProblems problems) {
    this.problems = problems;
    this.addresses = new Addresses(problems);
    this.times = new Times(problems);
  }

  List<ConnectionRecord> decode(TCPAccessLogEntry entry) {
    if (!entry.hasCommonProperties()) {
      problems.add(RecordProblem.INCOMPLETE);
      return List.of();
    }
    AccessLogCommon common = entry.getCommonProperties();
    String details = common.getConnectionTerminationDetails();
    boolean denied = AlsConventions.isDenied(common, AlsConventions.NETWORK_RBAC, details);
    boolean asked = denied || entry.getConnectionProperties().getReceivedBytes() > 0;
    if (!asked) {
      return List.of();
    }
    Optional<PolicyPoint> point = AlsConventions.policyPoint(common);
    if (point.isEmpty()) {
      problems.add(RecordProblem.NO_ENDPOINT);
      return List.of();
    }
    return List.of(
        new ConnectionRecord(
            times.of(common.getStartTime()),
            point.get().ingress(),
            denied,
            addresses.of(common.getDownstreamRemoteAddress()),
            addresses.of(common.getDownstreamLocalAddress()),
            AlsConventions.policy(common, AlsConventions.NETWORK_RBAC, details),
            point.get().endpointId()));
  }
}
