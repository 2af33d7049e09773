package dev.chancery.flows.decode;

import dev.chancery.accesslogs.HttpRecord;
import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.accesslogs.Transaction;
import dev.chancery.accesslogs.Transaction.Transport;
import dev.chancery.accesslogs.Transaction.Verdict;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Records for tests: from 127.20.0.7:41000 to 127.20.0.5:8080, ingress. */
final class Records {
  static final InetSocketAddress CLIENT = new InetSocketAddress("127.20.0.7", 41000);
  static final InetSocketAddress SERVER = new InetSocketAddress("127.20.0.5", 8080);
  static final Instant TIME = Instant.parse("2026-01-02T10:00:00Z");

  private Records() {}

  static Transaction transaction(Transaction.Type type, Verdict verdict) {
    return new Transaction(TIME, type, verdict, true, Transport.TCP, CLIENT, SERVER, 0, 0, "");
  }

  static HttpRecord request(String authority, String path, Header... headers) {
    return http(
        transaction(Transaction.Type.REQUEST, Verdict.FORWARDED),
        authority,
        path,
        List.of(headers),
        List.of(),
        0,
        OptionalLong.empty());
  }

  static HttpRecord ofMethod(String method) {
    return new HttpRecord(
        transaction(Transaction.Type.REQUEST, Verdict.FORWARDED),
        HttpRecord.Version.HTTP11,
        "http",
        "h",
        "/p",
        method,
        List.of(),
        List.of(),
        0,
        OptionalLong.empty());
  }

  static HttpRecord response(int status, long latencyNanos, Header... requestHeaders) {
    return http(
        transaction(Transaction.Type.RESPONSE, Verdict.FORWARDED),
        "h",
        "/p",
        List.of(requestHeaders),
        List.of(new Header("server", "envoy")),
        status,
        OptionalLong.of(latencyNanos));
  }

  static HttpRecord http(
      Transaction transaction,
      String authority,
      String path,
      List<Header> requestHeaders,
      List<Header> responseHeaders,
      int status,
      OptionalLong latency) {
    return new HttpRecord(
        transaction,
        HttpRecord.Version.HTTP11,
        "http",
        authority,
        path,
        "GET",
        requestHeaders,
        responseHeaders,
        status,
        latency);
  }

  /** A lookup that knows the two of them. */
  static EndpointLookup lookup() {
    return new EndpointLookup() {
      @Override
      public FlowEndpoint endpoint(InetSocketAddress address, long identity) {
        boolean server = address.equals(SERVER);
        return new FlowEndpoint(
            server ? 7 : 0,
            server ? 300 : 301,
            "default",
            new ArrayList<>(List.of("k8s:z=1", "k8s:a=" + (server ? "server" : "client"))),
            server ? "deathstar" : "xwing",
            List.of(new FlowEndpoint.FlowWorkload(server ? "deathstar" : "xwing", "Deployment")),
            "default");
      }

      @Override
      public Optional<FlowService> service(InetSocketAddress frontend) {
        return frontend.equals(SERVER)
            ? Optional.of(new FlowService("deathstar", "default"))
            : Optional.empty();
      }

      @Override
      public List<String> names(InetSocketAddress observer, InetSocketAddress named) {
        return named.equals(SERVER) ? List.of("deathstar.test") : List.of();
      }
    };
  }

  static FlowOrigin origin() {
    return new FlowOrigin(
        "default/node1", List.of("b=2", "a=1"), "Hubble", "1.19.4", () -> "some-uuid");
  }
}
