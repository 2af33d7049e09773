package dev.chancery.accesslogs.seqpacket;

import dev.chancery.api.cilium.EntryType;
import dev.chancery.api.cilium.HttpProtocol;
import dev.chancery.api.cilium.LogEntry;

/** Records as cilium-envoy writes them. */
final class Packets {
  private Packets() {}

  /** One of some 700 bytes, with the headers that a small client and the proxy itself send. */
  static LogEntry request(String id) {
    var entry =
        LogEntry.newBuilder()
            .setTimestamp(1_767_348_001_000_000_000L)
            .setEntryType(EntryType.Request)
            .setIsIngress(true)
            .setPolicyName("10.0.2.9")
            .setSourceSecurityId(50046)
            .setDestinationSecurityId(14731)
            .setSourceAddress("10.0.1.5:41234")
            .setDestinationAddress("10.0.2.9:80")
            .setProxyId(14567);
    entry
        .getHttpBuilder()
        .setHttpProtocol(HttpProtocol.HTTP11)
        .setScheme("http")
        .setHost("deathstar.default.svc.cluster.local")
        .setPath("/v1/request-landing?squadron=red")
        .setMethod("POST");
    header(entry, "user-agent", "curl/8.5.0");
    header(entry, "accept", "*/*");
    header(entry, "content-type", "application/json");
    header(entry, "content-length", "127");
    header(entry, "x-forwarded-for", "10.0.1.5");
    header(entry, "x-envoy-internal", "true");
    header(entry, "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    header(entry, "x-request-id", id);
    return entry.build();
  }

  static LogEntry.Builder header(LogEntry.Builder entry, String name, String value) {
    entry.getHttpBuilder().addHeadersBuilder().setKey(name).setValue(value);
    return entry;
  }
}
