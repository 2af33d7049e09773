package dev.chancery.envoy;

import com.google.protobuf.StringValue;
import com.google.protobuf.TypeRegistry;

/** Every extension that resources of ours hold. */
final class KnownTypes {
  private KnownTypes() {}

  static TypeRegistry registry() {
    return TypeRegistry.newBuilder()
        .add(StringValue.getDescriptor())
        .add(com.github.xds.type.matcher.v3.IPMatcher.getDescriptor())
        .add(io.envoyproxy.envoy.config.rbac.v3.Action.getDescriptor())
        .add(io.envoyproxy.envoy.type.matcher.v3.HttpRequestHeaderMatchInput.getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.SourceIPInput
                .getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DirectSourceIPInput
                .getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationIPInput
                .getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationPortInput
                .getDescriptor())
        .add(io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC.getDescriptor())
        .add(io.envoyproxy.envoy.extensions.filters.http.router.v3.Router.getDescriptor())
        .add(io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC.getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.filters.network.set_filter_state.v3.Config
                .getDescriptor())
        .add(io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3
                .HttpConnectionManager.getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector
                .getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol
                .getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig
                .getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.TcpGrpcAccessLogConfig
                .getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter
                .getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3
                .HeaderMutation.getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.bootstrap.internal_listener.v3.InternalListener
                .getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.transport_sockets.proxy_protocol.v3
                .ProxyProtocolUpstreamTransport.getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer
                .getDescriptor())
        .add(io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3
                .DownstreamConnectionsConfig.getDescriptor())
        .add(
            io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector
                .getDescriptor())
        .add(dev.chancery.api.cilium.BpfMetadata.getDescriptor())
        .add(dev.chancery.api.cilium.NetworkFilter.getDescriptor())
        .add(dev.chancery.api.cilium.L7Policy.getDescriptor())
        .add(dev.chancery.api.cilium.UpstreamTlsWrapperContext.getDescriptor())
        .add(dev.chancery.api.cilium.DownstreamTlsWrapperContext.getDescriptor())
        .build();
  }
}
