package dev.chancery.envoy.stock;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UnknownFieldSet;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.LogTypeFilter;
import io.envoyproxy.envoy.config.accesslog.v3.MetadataFilter;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogType;
import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.CommonGrpcAccessLogConfig;
import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig;
import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.TcpGrpcAccessLogConfig;
import io.envoyproxy.envoy.type.matcher.v3.MetadataMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ValueMatcher;
import io.envoyproxy.envoy.type.tracing.v3.CustomTag;
import java.util.List;

/**
 * Access loggers. Each distinct configuration costs Envoy a stream and a buffer a worker, so there
 * is one a protocol; which endpoint and direction it was is in a tag that holds the listener's
 * name.
 */
final class AccessLogs {
  /** The tag whose value is the name of the listener, {@link Names#side} or {@link Names#front}. */
  static final String ENDPOINT_TAG = "chancery.endpoint";

  /** Number of {@code CustomTag.value}, an access-log format; newer than the API's classes. */
  private static final int VALUE = 6;

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
          "upgrade",
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
  static AccessLog requests(List<String> extraHeaders) {
    return logger(http(extraHeaders)).build();
  }

  /** A request that was allowed and has found its upstream. */
  static AccessLog upstreamRequests(List<String> extraHeaders) {
    return logger(http(extraHeaders))
        .setFilter(
            AccessLogFilter.newBuilder()
                .setLogTypeFilter(
                    LogTypeFilter.newBuilder().addTypes(AccessLogType.UpstreamPoolReady)))
        .build();
  }

  /** The end of each connection. */
  static AccessLog connections() {
    return logger(tcp()).build();
  }

  /** The end of each connection whose bytes the policy refused. */
  static AccessLog deniedConnections() {
    return logger(tcp())
        .setFilter(
            AccessLogFilter.newBuilder()
                .setMetadataFilter(
                    MetadataFilter.newBuilder()
                        .setMatcher(
                            MetadataMatcher.newBuilder()
                                .setFilter("envoy.filters.network.rbac")
                                .addPath(
                                    MetadataMatcher.PathSegment.newBuilder()
                                        .setKey("enforced_engine_result"))
                                .setValue(
                                    ValueMatcher.newBuilder()
                                        .setStringMatch(
                                            StringMatcher.newBuilder().setExact("denied"))))
                        .setMatchIfKeyNotFound(BoolValue.of(false))))
        .build();
  }

  private static TcpGrpcAccessLogConfig tcp() {
    return TcpGrpcAccessLogConfig.newBuilder().setCommonConfig(common("tcp")).build();
  }

  private static HttpGrpcAccessLogConfig http(List<String> extraHeaders) {
    return HttpGrpcAccessLogConfig.newBuilder()
        .setCommonConfig(common("http"))
        .addAllAdditionalRequestHeadersToLog(REQUEST_HEADERS)
        .addAllAdditionalRequestHeadersToLog(
            extraHeaders.stream().filter(h -> !REQUEST_HEADERS.contains(h)).toList())
        .addAllAdditionalResponseHeadersToLog(RESPONSE_HEADERS)
        .build();
  }

  private static CommonGrpcAccessLogConfig common(String protocol) {
    return CommonGrpcAccessLogConfig.newBuilder()
        .setLogName(protocol)
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
                .setTag(ENDPOINT_TAG)
                .setUnknownFields(
                    UnknownFieldSet.newBuilder()
                        .addField(
                            VALUE,
                            UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8("%LISTENER_NAME%"))
                                .build())
                        .build()))
        .build();
  }

  private static AccessLog.Builder logger(Message config) {
    return AccessLog.newBuilder().setName("chancery").setTypedConfig(Any.pack(config));
  }
}
