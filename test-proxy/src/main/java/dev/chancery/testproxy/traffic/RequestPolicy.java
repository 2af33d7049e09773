package dev.chancery.testproxy.traffic;

import dev.chancery.api.cilium.KeyValue;
import dev.chancery.testproxy.policy.Connection;
import dev.chancery.testproxy.policy.Header;
import dev.chancery.testproxy.policy.HttpCall;
import dev.chancery.testproxy.policy.HttpVerdict;
import dev.chancery.testproxy.policy.PolicyMap;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code cilium.l7policy} on one connection: the policies in force judge each request. */
final class RequestPolicy implements Function<HttpRequest, Ruling> {
  private final Supplier<PolicyMap> policies;
  private final Connection connection;

  RequestPolicy(Supplier<PolicyMap> policies, Connection connection) {
    this.policies = policies;
    this.connection = connection;
  }

  @Override
  public Ruling apply(HttpRequest request) {
    Header[] headers =
        request.headers().entries().stream()
            .filter(h -> !h.getKey().equalsIgnoreCase(HttpHeaderNames.HOST.toString()))
            .map(h -> new Header(h.getKey(), h.getValue()))
            .toArray(Header[]::new);
    HttpCall call =
        HttpCall.of(
            request.method().name(),
            request.headers().get(HttpHeaderNames.HOST, ""),
            request.uri(),
            headers);
    HttpVerdict verdict = policies.get().request(connection, call);
    if (verdict.allowed() && !verdict.forwarded().equals(call)) {
      change(request, verdict.forwarded());
    }
    return new Ruling(verdict.allowed(), pairs(verdict.missing()), pairs(verdict.rejected()));
  }

  /** Header rules may take headers away, add them and set them. */
  private static void change(HttpRequest request, HttpCall forwarded) {
    String host = request.headers().get(HttpHeaderNames.HOST, "");
    request.headers().clear();
    request.headers().set(HttpHeaderNames.HOST, forwarded.joined(":authority").orElse(host));
    forwarded.headers().stream()
        .filter(h -> !h.name().startsWith(":"))
        .forEach(h -> request.headers().add(h.name(), h.value()));
  }

  private static List<KeyValue> pairs(List<Header> headers) {
    return headers.stream()
        .map(h -> KeyValue.newBuilder().setKey(h.name()).setValue(h.value()).build())
        .toList();
  }
}
