package dev.chancery.testproxy.traffic;

import dev.chancery.api.cilium.LogEntry;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy whose listeners each allow paths that begin with one prefix. */
final class PathProxy implements ProxyEntrance {
  static final int EGRESS_PORT = 10001;
  static final int INGRESS_PORT = 10002;

  /** The allowed prefix, by listener port. */
  final Map<Integer, String> prefixes = new ConcurrentHashMap<>();

  final List<LogEntry> log = new CopyOnWriteArrayList<>();

  @Override
  public boolean accept(Channel client, Passage passage, int port, Outbound outbound) {
    if (!prefixes.containsKey(port)) {
      return false;
    }
    Way way = port == EGRESS_PORT ? Way.EGRESS : Way.INGRESS;
    Visit visit = new Visit(passage, way, "127.60.0.2", 100, 0, port);
    client
        .pipeline()
        .addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20))
        .addLast(
            new HttpExchanges(
                HttpConnectionManager.getDefaultInstance(),
                "Access denied",
                r -> new Ruling(r.uri().startsWith(prefixes.get(port)), List.of(), List.of()),
                new AccessRecords(visit, log::add, InstantSource.system()),
                new Upstream(visit, outbound)));
    client.config().setAutoRead(true);
    return true;
  }
}
