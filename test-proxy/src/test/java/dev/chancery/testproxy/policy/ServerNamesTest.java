package dev.chancery.testproxy.policy;

import static dev.chancery.testproxy.Policies.ingress;
import static dev.chancery.testproxy.Policies.peers;
import static dev.chancery.testproxy.Policies.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.api.cilium.TLSContext;
import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNamesTest {
  private static final String POD = "10.0.0.1";

  private static PolicyMap map(
      ProxyGeneration generation, Secrets secrets, PortNetworkPolicyRule... rules) throws Rejected {
    return PolicyMap.of(
        generation, List.of(ingress(7, POD, port(443, rules))), secrets, Audit.NONE);
  }

  private static Connection connection(Optional<String> sni) {
    return new Connection(POD, true, 443, 5, 0, sni);
  }

  @ParameterizedTest
  @CsvSource({
    "a.io, a.io, true",
    "A.io, a.IO, true",
    "*.a.io, x.a.io, true",
    "*.a.io, a.io, false",
    "*.a.io, x.y.a.io, false",
    "**.a.io, x.y.a.io, true",
    "**.a.io, x.a.io, true",
    "**.a.io, a.io, false",
    "*a.io, ba.io, true",
    "*a.io, a.io, true",
    "*a.io, b.a.io, false",
    "sub*.a.io, sub.a.io, true",
    "sub*.a.io, blog-sub.a.io, false",
    "*, any.name.at.all, true",
    "*, not/a/name, false",
    "a.io, axio, false"
  })
  void patternsFrom134(String pattern, String sni, boolean allowed) throws Rejected {
    PolicyMap map =
        map(ProxyGeneration.V1_34, Secrets.NONE, peers(5).addServerNames(pattern).build());
    assertThat(map.connection(connection(Optional.of(sni))).allowed()).isEqualTo(allowed);
  }

  @Test
  void aRuleWithNamesWantsOne() throws Rejected {
    PolicyMap map = map(ProxyGeneration.V1_34, Secrets.NONE, peers(5).addServerNames("*").build());
    assertThat(map.connection(connection(Optional.empty())).allowed()).isFalse();
    assertThat(map.connection(connection(Optional.of(""))).allowed()).isFalse();
  }

  @Test
  void namesAreExactUntil133() throws Rejected {
    PolicyMap map =
        map(ProxyGeneration.V1_33, Secrets.NONE, peers(5).addServerNames("*.a.io").build());
    assertThat(map.connection(connection(Optional.of("x.a.io"))).allowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..io", "a.io.", "***", "a.**b", "a b", "a/b"})
  void badPatternsAreRefusedFrom134(String pattern) {
    assertThatThrownBy(
            () ->
                map(ProxyGeneration.V1_34, Secrets.NONE, peers(5).addServerNames(pattern).build()))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("ServerNames[0]");
  }

  @Test
  void tlsWaitsForItsSecretsAndIsPreferredToRaw() throws Rejected {
    PortNetworkPolicyRule terminating =
        peers(5)
            .setDownstreamTlsContext(TLSContext.newBuilder().setTlsSdsSecret("ns/cert"))
            .build();
    assertThat(
            map(ProxyGeneration.V1_35, Secrets.NONE, terminating)
                .downstreamTls(connection(Optional.of("a"))))
        .isEqualTo(TlsOutcome.CLOSED);
    Secrets loaded = loaded("ns/cert");
    PolicyMap map = map(ProxyGeneration.V1_35, loaded, peers(5).build(), terminating);
    assertThat(map.downstreamTls(connection(Optional.of("a")))).isEqualTo(TlsOutcome.TLS);
    assertThat(map.upstreamTls(connection(Optional.of("a")))).isEqualTo(TlsOutcome.RAW);
    assertThat(map.secretNames()).isEqualTo(Set.of("ns/cert"));
    assertThat(map.downstreamTls(new Connection(POD, true, 443, 6, 0, Optional.of("a"))))
        .isEqualTo(TlsOutcome.CLOSED);
  }

  private static Secrets loaded(String name) {
    return new Secrets() {
      @Override
      public Optional<String> value(String asked) {
        return Optional.empty();
      }

      @Override
      public boolean present(String asked) {
        return asked.equals(name);
      }
    };
  }
}
