package dev.chancery.xds;

import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of either protocol.
 *
 * @param nonce of the response that is answered, or empty
 * @param error the client's words when it rejects that response
 * @param names delta: names added; state of the world: all names wanted
 * @param dropped delta: names no longer wanted
 * @param quoted delta: what the client has from an earlier stream, name to version
 * @param version state of the world: the last version that the client took
 * @param isDelta which protocol it is of
 */
record ClientRequest(
    String nodeId,
    String typeUrl,
    String nonce,
    @Nullable String error,
    List<String> names,
    List<String> dropped,
    Map<String, String> quoted,
    String version,
    boolean isDelta) {
  static final String WILDCARD = "*";
  private static final int LONGEST_REASON = 4096;

  static ClientRequest of(DeltaDiscoveryRequest request) {
    return new ClientRequest(
        request.getNode().getId(),
        request.getTypeUrl(),
        request.getResponseNonce(),
        request.hasErrorDetail() ? reason(request.getErrorDetail()) : null,
        request.getResourceNamesSubscribeList(),
        request.getResourceNamesUnsubscribeList(),
        request.getInitialResourceVersionsMap(),
        "",
        true);
  }

  static ClientRequest of(DiscoveryRequest request) {
    return new ClientRequest(
        request.getNode().getId(),
        request.getTypeUrl(),
        request.getResponseNonce(),
        request.hasErrorDetail() ? reason(request.getErrorDetail()) : null,
        request.getResourceNamesList(),
        List.of(),
        Map.of(),
        request.getVersionInfo(),
        false);
  }

  boolean isWildcard() {
    return names.contains(WILDCARD);
  }

  /** Whether the client carries over what it got on an earlier stream. */
  boolean continuesEarlierStream() {
    return !quoted.isEmpty() || !version.isEmpty();
  }

  private static String reason(Status status) {
    String message = status.getMessage();
    return message.length() <= LONGEST_REASON ? message : message.substring(0, LONGEST_REASON);
  }
}
