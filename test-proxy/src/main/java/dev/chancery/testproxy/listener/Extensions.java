package dev.chancery.testproxy.listener;

import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is compiled into cilium-envoy (§10), by the extensions' well-known names. */
final class Extensions {
  private static final Map<String, ProxyGeneration> SINCE = new HashMap<>();

  static {
    since(
        ProxyGeneration.V1_31,
        "envoy.filters.listener.",
        "tls_inspector http_inspector proxy_protocol local_ratelimit");
    since(
        ProxyGeneration.V1_31,
        "envoy.filters.network.",
        "http_connection_manager tcp_proxy rbac ext_authz local_ratelimit ratelimit mongo_proxy"
            + " mysql_proxy sni_cluster sni_dynamic_forward_proxy connection_limit"
            + " set_filter_state wasm");
    since(
        ProxyGeneration.V1_31,
        "envoy.filters.http.",
        "router rbac ext_authz local_ratelimit ratelimit jwt_authn oauth2 basic_auth grpc_web"
            + " grpc_stats health_check set_metadata set_filter_state dynamic_forward_proxy"
            + " rate_limit_quota wasm upstream_codec");
    since(ProxyGeneration.V1_35, "envoy.filters.http.", "ext_proc compressor dynamic_modules");
    since(ProxyGeneration.V1_36, "envoy.filters.http.", "cors buffer");
    since(
        ProxyGeneration.V1_31,
        "envoy.access_loggers.",
        "file stdout stderr http_grpc tcp_grpc open_telemetry fluentd wasm");
    since(
        ProxyGeneration.V1_31,
        "envoy.transport_sockets.",
        "raw_buffer tls internal_upstream upstream_proxy_protocol");
    since(
        ProxyGeneration.V1_31,
        "cilium.",
        "bpf_metadata network l7policy tls_wrapper network.websocket.client"
            + " network.websocket.server");
  }

  private Extensions() {}

  private static void since(ProxyGeneration generation, String prefix, String names) {
    List.of(names.split(" ")).forEach(name -> SINCE.put(prefix + name, generation));
  }

  static void demand(String name, String typeUrl, ProxyGeneration generation) throws Rejected {
    ProxyGeneration since = SINCE.get(name);
    if (since == null || generation.compareTo(since) < 0) {
      throw new Rejected(
          10,
          "Didn't find a registered implementation for '"
              + name
              + "' with type URL: '"
              + typeUrl.substring(typeUrl.indexOf('/') + 1)
              + "'");
    }
  }
}
