package dev.chancery.accesslogs;

import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.RequestMethod;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogType;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;

/** Entries as a stock Envoy with our configuration sends them. */
final class Entries {
  private Entries() {}

  static AccessLogCommon.Builder common(AccessLogType type) {
    return AccessLogCommon.newBuilder()
        .setAccessLogType(type)
        .setRouteName("ep:7/ingress")
        .setDownstreamRemoteAddress(address("127.20.0.7", 41000))
        .setDownstreamLocalAddress(address("127.20.0.5", 8080))
        .setStartTime(Timestamp.newBuilder().setSeconds(1_000).setNanos(5))
        .setTimeToFirstDownstreamTxByte(Duration.newBuilder().setNanos(2_500_000))
        .setDuration(Duration.newBuilder().setNanos(3_000_000));
  }

  static Address address(String ip, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port))
        .build();
  }

  static AccessLogCommon.Builder rbac(
      AccessLogCommon.Builder common, String filter, String result, String policy) {
    var fields =
        Struct.newBuilder()
            .putFields("enforced_engine_result", Value.newBuilder().setStringValue(result).build())
            .putFields(
                "enforced_effective_policy_id", Value.newBuilder().setStringValue(policy).build());
    common.getMetadataBuilder().putFilterMetadata(filter, fields.build());
    return common;
  }

  static HTTPAccessLogEntry.Builder http(AccessLogCommon.Builder common, int status) {
    var entry =
        HTTPAccessLogEntry.newBuilder()
            .setCommonProperties(common)
            .setProtocolVersion(HTTPAccessLogEntry.HTTPVersion.HTTP11);
    entry
        .getRequestBuilder()
        .setScheme("http")
        .setAuthority("deathstar:8080")
        .setPath("/v1/request-landing?token=x")
        .setRequestMethod(RequestMethod.POST)
        .setUserAgent("curl/8.5.0")
        .putRequestHeaders(":method", "POST")
        .putRequestHeaders("accept", "*/*");
    if (status != 0) {
      entry
          .getResponseBuilder()
          .setResponseCode(UInt32Value.of(status))
          .putResponseHeaders(":status", Integer.toString(status))
          .putResponseHeaders("content-type", "text/plain");
    }
    return entry;
  }

  static TCPAccessLogEntry tcp(AccessLogCommon.Builder common) {
    return TCPAccessLogEntry.newBuilder().setCommonProperties(common).build();
  }
}
