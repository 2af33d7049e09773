package dev.chancery.testproxy;

import static dev.chancery.testproxy.Policies.http;
import static dev.chancery.testproxy.Policies.ingress;
import static dev.chancery.testproxy.Policies.peers;
import static dev.chancery.testproxy.Policies.port;
import static dev.chancery.testproxy.Policies.range;
import static dev.chancery.testproxy.Policies.request;

import dev.chancery.api.cilium.HeaderMatch;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.TLSContext;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Policies that break one constraint each, and what the refusal says of it (gotcha 4). */
final class BadPolicies {
  private static final NetworkPolicy GOOD = ingress(8, "10.0.0.8", port(80));

  private BadPolicies() {}

  static Stream<Arguments> all() {
    return Stream.of(
        Arguments.of("no address", GOOD.toBuilder().clearEndpointIps().build(), "EndpointIps"),
        Arguments.of(
            "three addresses",
            GOOD.toBuilder().addEndpointIps("10.0.0.9").addEndpointIps("10.0.0.10").build(),
            "value must contain between 1 and 2 items"),
        Arguments.of("empty address", ingress(8, ""), "EndpointIps[0]"),
        Arguments.of("endpoint id 0", ingress(0, "10.0.0.8"), "endpoint_id"),
        Arguments.of(
            "no HTTP rules",
            ingress(8, "10.0.0.8", port(80, peers(5).setHttpRules(http()).build())),
            "HttpRules: value must contain at least 1 item(s)"),
        Arguments.of(
            "header match without a name",
            ingress(
                8,
                "10.0.0.8",
                port(
                    80,
                    peers(5)
                        .setHttpRules(
                            http(
                                request("GET", "/").toBuilder()
                                    .addHeaderMatches(HeaderMatch.newBuilder())
                                    .build()))
                        .build())),
            "HeaderMatchValidationError.Name"),
        Arguments.of(
            "port too great", ingress(8, "10.0.0.8", port(65536)), "less than or equal to 65535"),
        Arguments.of(
            "range backwards", ingress(8, "10.0.0.8", range(90, 80)), "end port is less than"),
        Arguments.of(
            "range from 0", ingress(8, "10.0.0.8", range(0, 80)), "wildcard zero port 0-80"),
        Arguments.of(
            "bad regex",
            ingress(
                8,
                "10.0.0.8",
                port(80, peers(5).setHttpRules(http(request("GET", "/items/("))).build())),
            "missing closing )"),
        Arguments.of(
            "bad name pattern",
            ingress(8, "10.0.0.8", port(443, peers(5).addServerNames("a..b").build())),
            "ServerNames[0]"),
        Arguments.of(
            "upstream TLS without a CA",
            ingress(
                8,
                "10.0.0.8",
                port(443, peers(5).setUpstreamTlsContext(TLSContext.newBuilder()).build())),
            "no trusted CA"),
        Arguments.of(
            "downstream TLS without a certificate",
            ingress(
                8,
                "10.0.0.8",
                port(443, peers(5).setDownstreamTlsContext(TLSContext.newBuilder()).build())),
            "no certificate chain"),
        Arguments.of(
            "pass above itself",
            ingress(
                8, "10.0.0.8", port(80, peers(5).setPrecedence(1).setPassPrecedence(2).build())),
            "must be lower than precedence"),
        Arguments.of(
            "passes to two places",
            ingress(
                8,
                "10.0.0.8",
                port(
                    80,
                    peers(5).setPrecedence(9).setPassPrecedence(5).build(),
                    peers(6).setPrecedence(8).setPassPrecedence(4).build())),
            "Inconsistent pass precedence"));
  }
}
