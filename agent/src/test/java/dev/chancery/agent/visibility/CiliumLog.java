package dev.chancery.agent.visibility;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.api.cilium.EntryType;
import dev.chancery.api.cilium.HttpProtocol;
import dev.chancery.api.cilium.LogEntry;
import dev.chancery.testproxy.accesslog.AccessLogClient;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * What cilium-envoy would log of an exchange, by the facts of its wire: a record of the request and
 * one of the response, which keeps what the request said and has the headers of the response and
 * the request's id.
 */
final class CiliumLog {
  private final AccessLogClient client;
  private final NodeView view;

  CiliumLog(AccessLogClient client, NodeView view) {
    this.client = client;
    this.view = view;
  }

  /** One hop of an exchange. */
  void log(Exchange exchange, boolean ingress, boolean denied, long startNanos, long latencyNanos) {
    LogEntry request =
        entry(exchange, ingress)
            .setTimestamp(startNanos)
            .setEntryType(denied ? EntryType.Denied : EntryType.Request)
            .build();
    LogEntry.Builder response =
        entry(exchange, ingress)
            .setTimestamp(startNanos + latencyNanos)
            .setEntryType(EntryType.Response);
    response.getHttpBuilder().setStatus(exchange.status()).clearHeaders();
    exchange.responseHeaders().forEach((name, value) -> header(response, name, value));
    header(response, "x-request-id", exchange.requestId());
    client.log(request);
    client.log(response.build());
  }

  private LogEntry.Builder entry(Exchange exchange, boolean ingress) {
    InetSocketAddress own = ingress ? exchange.server() : exchange.client();
    var entry =
        LogEntry.newBuilder()
            .setIsIngress(ingress)
            .setPolicyName(own.getAddress().getHostAddress())
            .setProxyId(ingress ? 14567 : 14568)
            .setSourceAddress(text(exchange.client()))
            .setDestinationAddress(text(exchange.server()))
            .setSourceSecurityId(identity(exchange.client()))
            .setDestinationSecurityId(ingress ? 0 : identity(exchange.server()));
    entry
        .getHttpBuilder()
        .setHttpProtocol(HttpProtocol.HTTP11)
        .setScheme("http")
        .setHost(exchange.host())
        .setPath(exchange.path())
        .setMethod(exchange.method());
    Map<String, String> headers = exchange.requestHeaders();
    headers.forEach((name, value) -> header(entry, name, value));
    header(entry, "x-request-id", exchange.requestId());
    header(entry, "x-envoy-internal", "true");
    header(entry, ":scheme", "http");
    return entry;
  }

  private static void header(LogEntry.Builder entry, String name, String value) {
    entry.getHttpBuilder().addHeadersBuilder().setKey(name).setValue(value);
  }

  private int identity(InetSocketAddress address) {
    return view.resolution().ipCache().identity(address.getAddress()).number();
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
