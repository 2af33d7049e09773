package dev.chancery.envoy.npds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.HeaderMatch;
import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.identity.IdentitySet;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.HeaderAction.Mismatch;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Pattern;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.model.TlsContext;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.resolve.Redirect;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What needs a secret that is not served is denied, and says nothing of the secret. */
class UnservedSecretsTest {
  private static final Provenance ORIGIN =
      new Provenance(
          new PolicyRef("CiliumNetworkPolicy", "default", "p", ""), "spec", Location.UNKNOWN);
  private static final int PEER = 300;
  private static final int OTHER = 301;
  private static final SecretRef GONE = new SecretRef("ns1", "gone");
  private static final SecretRef THERE = new SecretRef("ns1", "there");
  private static final L7Rules NO_L7 = new L7Rules.None();

  @ParameterizedTest
  @EnumSource(Mismatch.class)
  void httpRuleThatNeedsItIsLeftOutWhateverItsActionDoes(Mismatch mismatch) {
    PortNetworkPolicyRule rule = onlyRule(http(rule("/a", action("", GONE, mismatch)), rule("/b")));

    assertThat(rule.getRemotePoliciesList()).containsExactly(PEER);
    assertThat(paths(rule)).containsExactly("/b");
  }

  @ParameterizedTest
  @EnumSource(Mismatch.class)
  void lastHttpRuleLeavesOneThatMatchesNoRequest(Mismatch mismatch) {
    PortNetworkPolicyRule rule = onlyRule(http(rule("/a", action("", GONE, mismatch))));

    assertThat(rule.getRemotePoliciesList()).containsExactly(PEER);
    assertThat(rule.getHttpRules()).isEqualTo(HttpRules.NONE);
  }

  @Test
  void oneMissingSecretOfTwoIsEnough() {
    PortNetworkPolicyRule rule =
        onlyRule(
            http(rule("/a", action("", THERE, Mismatch.FAIL), action("", GONE, Mismatch.LOG))));

    assertThat(rule.getHttpRules()).isEqualTo(HttpRules.NONE);
  }

  @Test
  void ruleWhoseSecretIsServedNamesIt() {
    PortNetworkPolicyRule rule = onlyRule(http(rule("/a", action("", THERE, Mismatch.FAIL))));

    assertThat(rule.getHttpRules().getHttpRules(0).getHeaderMatchesList())
        .extracting(HeaderMatch::getValueSdsSecret)
        .containsExactly("cilium-secrets/ns1-there");
  }

  @Test
  void secretBesideAValueIsNotNeeded() {
    PortNetworkPolicyRule rule = onlyRule(http(rule("/a", action("v", GONE, Mismatch.FAIL))));

    assertThat(paths(rule)).containsExactly("/a");
  }

  @ParameterizedTest
  @CsvSource({"gone, ''", "'', gone", "gone, there", "there, gone", "gone, gone"})
  void tlsThatCannotBeOpenedLetsNobodyIn(String terminating, String originating) {
    assertThat(ports(entry(PEER, connection(terminating, originating), NO_L7))).isEmpty();

    PortNetworkPolicyRule judged =
        onlyRule(entry(PEER, connection(terminating, originating), rules(rule("/a"))));
    assertThat(judged.getRemotePoliciesList()).containsExactly(-1);
    assertThat(judged.getHttpRules()).isEqualTo(HttpRules.NONE);
    assertThat(judged.hasDownstreamTlsContext() || judged.hasUpstreamTlsContext()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"there, ''", "'', there", "there, there"})
  void tlsIsOpenedWhereItsSecretsAreServed(String terminating, String originating) {
    PortNetworkPolicyRule rule =
        onlyRule(entry(PEER, connection(terminating, originating), rules(rule("/a"))));

    assertThat(rule.hasDownstreamTlsContext()).isEqualTo(!terminating.isEmpty());
    assertThat(rule.hasUpstreamTlsContext()).isEqualTo(!originating.isEmpty());
    assertThat(paths(rule)).containsExactly("/a");
  }

  /** Where no rule judges requests, all pass of a connection that was let in before. */
  @Test
  void portBesideAPlainAllowOfOthersGoesOnToJudgeRequests() {
    PolicyEntry plain = entry(OTHER, ConnectionRules.NONE, NO_L7);
    PolicyEntry header = http(rule("/a", action("", GONE, Mismatch.FAIL)));
    PolicyEntry tls = entry(PEER, connection("gone", ""), rules(rule("/a")));

    for (PolicyEntry closed : List.of(header, tls)) {
      assertThat(ports(plain, closed))
          .singleElement()
          .satisfies(
              port ->
                  assertThat(port.getRulesList())
                      .hasSize(2)
                      .anyMatch(r -> r.hasHttpRules() && r.getHttpRules().equals(HttpRules.NONE)));
    }
  }

  private static PortNetworkPolicyRule onlyRule(PolicyEntry entry) {
    List<PortNetworkPolicy> ports = ports(entry);
    assertThat(ports).singleElement().matches(p -> p.getRulesCount() == 1);
    return ports.get(0).getRules(0);
  }

  private static List<PortNetworkPolicy> ports(PolicyEntry... entries) {
    List<PortNetworkPolicy> ports =
        PortPolicies.of(
            new DirectionPolicy(Direction.INGRESS, true, List.of(entries)),
            new PortRules(NpdsOptions.DEFAULT, Set.of(THERE)::contains));
    assertThat(ports.toString()).doesNotContain("gone");
    return ports;
  }

  private static List<String> paths(PortNetworkPolicyRule rule) {
    return rule.getHttpRules().getHttpRulesList().stream()
        .map(HttpNetworkPolicyRule::getHeadersList)
        .flatMap(List::stream)
        .filter(h -> h.getName().equals(":path"))
        .map(h -> h.getStringMatch().getSafeRegex().getRegex())
        .toList();
  }

  private static PolicyEntry http(HttpRule... rules) {
    return entry(PEER, ConnectionRules.NONE, rules(rules));
  }

  private static L7Rules rules(HttpRule... rules) {
    return new L7Rules.Http(List.of(rules));
  }

  private static HttpRule rule(String path, HeaderAction... actions) {
    return new HttpRule(
        Optional.empty(),
        Optional.of(Pattern.compile(path)),
        Optional.empty(),
        List.of(),
        List.of(actions),
        ORIGIN);
  }

  private static HeaderAction action(String value, SecretRef secret, Mismatch mismatch) {
    return new HeaderAction("x-token", value, Optional.of(secret), mismatch);
  }

  private static ConnectionRules connection(String terminating, String originating) {
    return new ConnectionRules(
        context(terminating), context(originating), List.of(), Optional.empty());
  }

  private static Optional<TlsContext> context(String secret) {
    return Stream.of(secret)
        .filter(s -> !s.isEmpty())
        .map(
            s ->
                new TlsContext(
                    Optional.of(new SecretRef("ns1", s)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
        .findFirst();
  }

  private static PolicyEntry entry(int peer, ConnectionRules connection, L7Rules l7) {
    return new PolicyEntry(
        PortRange.of(Protocol.TCP, 80),
        new Peers.Identities(IdentitySet.of(peer)),
        Action.ALLOW,
        l7,
        l7 instanceof L7Rules.Http
            ? Optional.of(Redirect.to(Redirect.Parser.HTTP))
            : Optional.empty(),
        connection,
        Optional.empty(),
        List.of(new PolicyEntry.Part(Action.ALLOW, l7, ORIGIN)));
  }
}
