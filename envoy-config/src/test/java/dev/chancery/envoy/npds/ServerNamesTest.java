package dev.chancery.envoy.npds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.resolve.Redirect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNamesTest {
  private static final NpdsOptions LITERAL = new NpdsOptions("cilium-secrets", true, false, true);

  @ParameterizedTest
  @CsvSource({
    "a.example.com,  true",
    "A_b-c,          true",
    "*,              true",
    "**,             true",
    "*.example.com,  true",
    "**.example.com, true",
    "a*b*.c,         true",
    "'',             false",
    "a..b,           false",
    "a.b.,           false",
    "***.a,          false",
    "a**b,           false",
    "a b,            false",
    "é.com,          false"
  })
  void proxyTakesNamesAndPatterns(String name, boolean taken) {
    assertThat(ServerNames.isTaken(name)).isEqualTo(taken);
  }

  @Test
  void finalDotIsNotSent() {
    assertThat(rule(NpdsOptions.DEFAULT, "a.b."))
        .hasValueSatisfying(r -> assertThat(r.getServerNamesList()).containsExactly("a.b"));
  }

  @Test
  void patternsAreLeftOutWhereTheyWouldBeComparedAsTheyStand() {
    assertThat(rule(LITERAL, "*.a", "b.c"))
        .hasValueSatisfying(r -> assertThat(r.getServerNamesList()).containsExactly("b.c"));
  }

  /** No names would be every name. */
  @Test
  void ruleOfWhichNoNameIsLeftIsLeftOut() {
    assertThat(rule(LITERAL, "*.a")).isEmpty();
    assertThat(rule(NpdsOptions.DEFAULT, "a**b", "***")).isEmpty();
  }

  private static Optional<PortNetworkPolicyRule> rule(NpdsOptions options, String... names) {
    var origin =
        new Provenance(
            new PolicyRef("CiliumNetworkPolicy", "default", "p", ""), "spec", Location.UNKNOWN);
    return new PortRules(options, s -> true)
        .of(
            new PolicyEntry(
                PortRange.of(Protocol.TCP, 443),
                new Peers.Any(),
                Action.ALLOW,
                new L7Rules.None(),
                Optional.of(Redirect.to(Redirect.Parser.TLS)),
                new ConnectionRules(
                    Optional.empty(), Optional.empty(), List.of(names), Optional.empty()),
                Optional.empty(),
                List.of(new PolicyEntry.Part(Action.ALLOW, new L7Rules.None(), origin))));
  }
}
