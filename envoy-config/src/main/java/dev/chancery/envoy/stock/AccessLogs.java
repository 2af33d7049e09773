package dev.chancery.envoy.stock;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import dev.chancery.policy.Direction;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.LogTypeFilter;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogType;
import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.CommonGrpcAccessLogConfig;
import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig;
import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.TcpGrpcAccessLogConfig;
import io.envoyproxy.envoy.type.tracing.v3.CustomTag;
import java.util.List;

/**
 * Access loggers. Each distinct configuration costs Envoy a stream and a buffer a worker, so there
 * is one a protocol and direction; which endpoint it was is in the route's name and the addresses.
 */
final class AccessLogs {
  /** The tag whose value is {@code ingress} or {@code egress}. */
  static final String DIRECTION_TAG = "chancery.direction";

  private static final int BUFFER_BYTES = 256 * 1024;
  private static final Duration FLUSH = Duration.newBuilder().setNanos(50_000_000).build();

  /** Headers that flows show or that the method enumeration of the log lacks. */
  private static final List<String> REQUEST_HEADERS =
      List.of(
          ":method",
          "accept",
          "authorization",
          "content-length",
          "content-type",
          "cookie",
          "host",
          "origin",
          "referer",
          "traceparent",
          "user-agent",
          "x-forwarded-for",
          "x-request-id");

  private static final List<String> RESPONSE_HEADERS =
      List.of(
          "content-length",
          "content-type",
          "date",
          "grpc-status",
          "location",
          "server",
          "set-cookie",
          "x-request-id");

  private AccessLogs() {}

  /** The end of each request. */
  static AccessLog requests(Direction direction, List<String> extraHeaders) {
    return logger(http(direction, extraHeaders)).build();
  }

  /** A request that was allowed and has found its upstream. */
  static AccessLog upstreamRequests(Direction direction, List<String> extraHeaders) {
    return logger(http(direction, extraHeaders))
        .setFilter(
            AccessLogFilter.newBuilder()
                .setLogTypeFilter(
                    LogTypeFilter.newBuilder().addTypes(AccessLogType.UpstreamPoolReady)))
        .build();
  }

  /** The end of each connection. */
  static AccessLog connections(Direction direction) {
    return logger(
            TcpGrpcAccessLogConfig.newBuilder().setCommonConfig(common("tcp", direction)).build())
        .build();
  }

  private static HttpGrpcAccessLogConfig http(Direction direction, List<String> extraHeaders) {
    return HttpGrpcAccessLogConfig.newBuilder()
        .setCommonConfig(common("http", direction))
        .addAllAdditionalRequestHeadersToLog(REQUEST_HEADERS)
        .addAllAdditionalRequestHeadersToLog(
            extraHeaders.stream().filter(h -> !REQUEST_HEADERS.contains(h)).toList())
        .addAllAdditionalResponseHeadersToLog(RESPONSE_HEADERS)
        .build();
  }

  private static CommonGrpcAccessLogConfig common(String protocol, Direction direction) {
    return CommonGrpcAccessLogConfig.newBuilder()
        .setLogName(protocol + "/" + direction.text())
        .setTransportApiVersion(ApiVersion.V3)
        .setGrpcService(
            GrpcService.newBuilder()
                .setEnvoyGrpc(
                    GrpcService.EnvoyGrpc.newBuilder()
                        .setClusterName(Names.ALS_CLUSTER)
                        .setAuthority("localhost")))
        .setBufferFlushInterval(FLUSH)
        .setBufferSizeBytes(UInt32Value.of(BUFFER_BYTES))
        .addCustomTags(
            CustomTag.newBuilder()
                .setTag(DIRECTION_TAG)
                .setLiteral(CustomTag.Literal.newBuilder().setValue(direction.text())))
        .build();
  }

  private static AccessLog.Builder logger(Message config) {
    return AccessLog.newBuilder().setName("chancery").setTypedConfig(Any.pack(config));
  }
}
