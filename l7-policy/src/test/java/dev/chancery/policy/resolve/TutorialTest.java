package dev.chancery.policy.resolve;

import static dev.chancery.policy.resolve.Cluster.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Corpus;
import dev.chancery.policy.Direction;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.evaluate.Decision;
import dev.chancery.policy.evaluate.Decision.Level;
import dev.chancery.policy.evaluate.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TutorialTest {
  private static final String DEATHSTAR = "default/deathstar";
  private static final String TIEFIGHTER = "default/tiefighter";
  private static final String XWING = "default/xwing";

  private final Cluster cluster = Cluster.starWars();

  @Test
  void withoutPolicyEverythingIsAllowed() {
    Decision decision = cluster.ingress(XWING, DEATHSTAR, 80);

    assertThat(decision).isEqualTo(new Decision(true, Level.NONE, false, List.of()));
  }

  @Test
  void rule1AtL4LetsTheEmpireInAndNobodyElse() {
    cluster.policy(Corpus.text("rule1-l4.yaml"));

    Decision empire = cluster.ingress(TIEFIGHTER, DEATHSTAR, 80);
    assertThat(empire.allowed()).isTrue();
    assertThat(empire.redirected()).isFalse();
    assertThat(empire.decidedBy())
        .extracting(Provenance::id)
        .containsExactly("default/rule1:spec.ingress[0].toPorts[0]");
    assertThat(cluster.ingress(TIEFIGHTER, DEATHSTAR, 81))
        .isEqualTo(new Decision(false, Level.L4, false, List.of()));
    assertThat(cluster.ingress(XWING, DEATHSTAR, 80))
        .isEqualTo(new Decision(false, Level.L3, false, List.of()));
    assertThat(cluster.egress(DEATHSTAR, XWING, 80).level()).isEqualTo(Level.NONE);
  }

  @Test
  void rule1AtL7AllowsLandingAndNotTheExhaustPort() {
    cluster.policy(Corpus.text("rule1-l7.yaml"));

    Decision landing =
        cluster.ingress(TIEFIGHTER, DEATHSTAR, 80, http("POST", "/v1/request-landing"));
    assertThat(landing.allowed()).isTrue();
    assertThat(landing.redirected()).isTrue();
    assertThat(landing.level()).isEqualTo(Level.L7);
    assertThat(landing.decidedBy())
        .extracting(Provenance::id)
        .containsExactly("default/rule1:spec.ingress[0].toPorts[0].rules.http[0]");
    assertThat(cluster.ingress(TIEFIGHTER, DEATHSTAR, 80, http("PUT", "/v1/exhaust-port")))
        .isEqualTo(new Decision(false, Level.L7, true, List.of()));
    assertThat(cluster.ingress(TIEFIGHTER, DEATHSTAR, 80).redirected()).isTrue();
    assertThat(cluster.ingress(XWING, DEATHSTAR, 80, http("POST", "/v1/request-landing")))
        .isEqualTo(new Decision(false, Level.L3, false, List.of()));
  }

  @Test
  void headerRuleDemandsTheWholeValue() {
    cluster.policy(Corpus.text("rule1-l7.yaml"));

    assertThat(publicWith("42")).isTrue();
    assertThat(publicWith("43")).isFalse();
    assertThat(publicWith("42", "42")).isFalse();
    assertThat(publicWith()).isFalse();
  }

  private boolean publicWith(String... tokens) {
    var headers = Map.of("x-token", List.of(tokens));
    return cluster
        .ingress(
            TIEFIGHTER,
            DEATHSTAR,
            80,
            new Request.Http("GET", "/public/a?b=c", "deathstar", headers))
        .allowed();
  }

  @Test
  void visibilityPolicyRedirectsAndAllowsEverything() {
    cluster.policy(Corpus.text("l7-visibility.yaml"));

    Decision decision =
        cluster.decide(
            Direction.EGRESS,
            XWING,
            DEATHSTAR,
            Protocol.TCP,
            8080,
            Optional.of(http("DELETE", "/anything")));
    assertThat(decision.allowed()).isTrue();
    assertThat(decision.redirected()).isTrue();
    assertThat(cluster.egress(XWING, DEATHSTAR, 443).allowed()).isFalse();
    assertThat(cluster.egress(XWING, "198.51.100.1", 80).allowed()).isFalse();
  }

  @Test
  void dnsElementOfTheVisibilityPolicyOpensItsPortByWayOfTheProxy() {
    cluster.policy(Corpus.text("l7-visibility.yaml"));

    Decision dns =
        cluster.decide(Direction.EGRESS, XWING, "198.51.100.1", Protocol.UDP, 53, Optional.empty());

    assertThat(dns.allowed()).isTrue();
    assertThat(dns.redirected()).isTrue();
    assertThat(cluster.direction(Direction.EGRESS, XWING).entries())
        .anySatisfy(e -> assertThat(e.ports()).isEqualTo(PortRange.of(Protocol.UDP, 53)));
  }
}
