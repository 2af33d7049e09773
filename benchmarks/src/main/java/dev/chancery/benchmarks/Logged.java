package dev.chancery.benchmarks;

import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import dev.chancery.api.cilium.EntryType;
import dev.chancery.api.cilium.HttpProtocol;
import dev.chancery.api.cilium.LogEntry;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.RequestMethod;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogType;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import java.util.List;

/**
 * One exchange, allowed at the server, as each proxy logs it: two records, a request and its
 * response, whichever way they come.
 */
final class Logged {
  private static final String CLIENT = "127.60.0.2";
  private static final String SERVER = "127.60.0.1";
  private static final String ID = "6f1f5a10-3f0c-4e0e-9f52-1d6fd6c5c0aa";
  private static final long START = 1_767_348_001L;

  private Logged() {}

  /** Who speaks to whom, and the policy that lets them. */
  static String manifests() {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: server, labels: {app: server}, annotations: {chancery.dev/app-address: 127.61.0.1}}
        spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}
        status: {podIP: %s}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: client, labels: {app: client}}
        spec: {containers: [{name: c}]}
        status: {podIP: %s}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: p}
        spec:
          endpointSelector: {matchLabels: {app: server}}
          ingress:
          - fromEndpoints: [{matchLabels: {app: client}}]
            toPorts:
            - ports: [{port: "80", protocol: TCP}]
              rules: {http: [{method: GET, path: "/v1/items/[0-9]+"}, {method: POST}]}
        """
        .formatted(SERVER, CLIENT);
  }

  /** The two records of cilium-envoy, each a packet. */
  static List<byte[]> cilium() {
    LogEntry.Builder request = entry(EntryType.Request, 0);
    header(request, "user-agent", "curl/8.5.0");
    header(request, "accept", "*/*");
    header(request, "content-type", "application/json");
    header(request, "content-length", "127");
    header(request, "x-envoy-internal", "true");
    header(request, "x-request-id", ID);
    LogEntry.Builder response = entry(EntryType.Response, 2_500_000);
    response.getHttpBuilder().setStatus(200);
    header(response, "content-type", "application/json");
    header(response, "content-length", "421");
    header(response, "server", "envoy");
    header(response, "x-request-id", ID);
    return List.of(request.build().toByteArray(), response.build().toByteArray());
  }

  private static LogEntry.Builder entry(EntryType type, long nanos) {
    var entry =
        LogEntry.newBuilder()
            .setTimestamp(START * 1_000_000_000 + nanos)
            .setEntryType(type)
            .setIsIngress(true)
            .setPolicyName(SERVER)
            .setSourceAddress(CLIENT + ":41234")
            .setDestinationAddress(SERVER + ":80")
            .setProxyId(14567);
    entry
        .getHttpBuilder()
        .setHttpProtocol(HttpProtocol.HTTP11)
        .setScheme("http")
        .setHost("server.default.svc.cluster.local")
        .setPath("/v1/items/4711?fields=all")
        .setMethod("POST");
    return entry;
  }

  private static void header(LogEntry.Builder entry, String name, String value) {
    entry.getHttpBuilder().addHeadersBuilder().setKey(name).setValue(value);
  }

  /** The message of a stock Envoy with both of its entries. */
  static byte[] stock() {
    var message = StreamAccessLogsMessage.newBuilder();
    message
        .getHttpLogsBuilder()
        .addLogEntry(entry(AccessLogType.UpstreamPoolReady))
        .addLogEntry(entry(AccessLogType.DownstreamEnd));
    return message.build().toByteArray();
  }

  private static HTTPAccessLogEntry entry(AccessLogType type) {
    var entry =
        HTTPAccessLogEntry.newBuilder().setProtocolVersion(HTTPAccessLogEntry.HTTPVersion.HTTP11);
    var rbac =
        Struct.newBuilder()
            .putFields("enforced_engine_result", text("allowed"))
            .putFields(
                "enforced_effective_policy_id",
                text("default/p:spec.ingress[0].toPorts[0].rules.http[1]"));
    entry
        .getCommonPropertiesBuilder()
        .setAccessLogType(type)
        .setRouteName("ep:7/ingress")
        .setDownstreamRemoteAddress(address(CLIENT, 41234))
        .setDownstreamLocalAddress(address(SERVER, 80))
        .setUpstreamRemoteAddress(address("127.61.0.1", 80))
        .setStartTime(Timestamp.newBuilder().setSeconds(START))
        .setTimeToFirstDownstreamTxByte(Duration.newBuilder().setNanos(2_500_000))
        .putCustomTags("chancery.endpoint", "ep:7/ingress")
        .getMetadataBuilder()
        .putFilterMetadata("envoy.filters.http.rbac", rbac.build());
    entry
        .getRequestBuilder()
        .setScheme("http")
        .setAuthority("server.default.svc.cluster.local")
        .setPath("/v1/items/4711?fields=all")
        .setRequestMethod(RequestMethod.POST)
        .setUserAgent("curl/8.5.0")
        .setRequestId(ID)
        .putRequestHeaders(":method", "POST")
        .putRequestHeaders("accept", "*/*")
        .putRequestHeaders("content-type", "application/json")
        .putRequestHeaders("content-length", "127");
    if (type == AccessLogType.DownstreamEnd) {
      entry
          .getResponseBuilder()
          .setResponseCode(UInt32Value.of(200))
          .putResponseHeaders("content-type", "application/json")
          .putResponseHeaders("content-length", "421")
          .putResponseHeaders("server", "envoy");
    }
    return entry.build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static Address address(String ip, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port))
        .build();
  }
}
