package dev.chancery.accesslogs;

import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the configuration of a stock Envoy promises about its access-log entries, so that they can
 * be read without any state.
 *
 * <ul>
 *   <li>The custom tag {@link #ENDPOINT_TAG} is the listener's name, {@code ep:<id>/ingress},
 *       {@code ep:<id>/egress} or {@code ep:<id>/ingress/front}; so is the route's name, for want
 *       of the tag. It says whose policy was applied, and in which direction.
 *   <li>HTTP: the router's upstream log sends {@code UpstreamPoolReady} entries, the connection
 *       manager's log sends {@code DownstreamEnd} entries; no other types are asked for.
 *   <li>TCP: an entry at the end of each connection; the network RBAC filter names itself in the
 *       termination details of one that it denied.
 *   <li>Request headers are named in {@code additional_request_headers_to_log}, {@code :method}
 *       among them, since the method enum of an entry knows nine methods only.
 *   <li>{@code use_remote_address} is set, no hop is trusted: the downstream remote address is the
 *       peer's own, or what PROXY protocol between our listeners restored.
 * </ul>
 */
public final class AlsConventions {
  /** Custom tag with the endpoint and direction. */
  public static final String ENDPOINT_TAG = "chancery.endpoint";

  /** Dynamic metadata of the HTTP RBAC filter. */
  public static final String HTTP_RBAC = "envoy.filters.http.rbac";

  /** Dynamic metadata of the network RBAC filter. */
  public static final String NETWORK_RBAC = "envoy.filters.network.rbac";

  private static final Pattern ENDPOINT = Pattern.compile("ep:([0-9]{1,18})/(ingress|egress)");
  private static final String FRONT = "front:";
  private static final String DENIAL_DETAILS = "rbac_access_denied_matched_policy[";

  private AlsConventions() {}

  /** Whose policy was applied, and in which direction; 0 where the address alone tells. */
  record PolicyPoint(long endpointId, boolean ingress) {}

  /** The value of the tag or the name of the route, as the configuration must write it. */
  public static String endpoint(long endpointId, boolean ingress) {
    return "ep:" + endpointId + (ingress ? "/ingress" : "/egress");
  }

  static Optional<PolicyPoint> policyPoint(AccessLogCommon entry) {
    return policyPoint(entry.getCustomTagsOrDefault(ENDPOINT_TAG, ""))
        .or(() -> policyPoint(entry.getRouteName()));
  }

  private static Optional<PolicyPoint> policyPoint(String text) {
    if (text.startsWith(FRONT)) {
      return Optional.of(new PolicyPoint(0, true));
    }
    Matcher matcher = ENDPOINT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new PolicyPoint(Long.parseLong(matcher.group(1)), matcher.group(2).equals("ingress")))
        : Optional.empty();
  }

  static boolean isDenied(AccessLogCommon entry, String rbac, String details) {
    return details.startsWith(DENIAL_DETAILS)
        || metadata(entry, rbac, "enforced_engine_result").equals("denied");
  }

  static boolean isAllowed(AccessLogCommon entry, String rbac) {
    return metadata(entry, rbac, "enforced_engine_result").equals("allowed");
  }

  /** Name of the action that decided; spaces in it may have become {@code _}. */
  static String policy(AccessLogCommon entry, String rbac, String details) {
    String id = metadata(entry, rbac, "enforced_effective_policy_id");
    if (!id.isEmpty() || !details.startsWith(DENIAL_DETAILS) || !details.endsWith("]")) {
      return id;
    }
    String named = details.substring(DENIAL_DETAILS.length(), details.length() - 1);
    return named.equals("none") ? "" : named;
  }

  private static String metadata(AccessLogCommon entry, String filter, String key) {
    var filters = entry.getMetadata().getFilterMetadataMap();
    if (!filters.containsKey(filter)) {
      return "";
    }
    var fields = filters.get(filter).getFieldsMap();
    return fields.containsKey(key) ? fields.get(key).getStringValue() : "";
  }
}
