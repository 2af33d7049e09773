package dev.chancery.envoy.npds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.common.net.InetAddresses;
import dev.chancery.api.cilium.HeaderMatch;
import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.api.cilium.HttpNetworkPolicyRules;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IdentitySet;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.ListenerRef;
import dev.chancery.policy.model.Pattern;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.model.TlsContext;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.resolve.Redirect;
import dev.chancery.policy.world.Endpoint;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NetworkPoliciesTest {
  private static final Provenance ORIGIN =
      new Provenance(
          new PolicyRef("CiliumNetworkPolicy", "default", "p", ""), "spec", Location.UNKNOWN);
  private static final PortRange HTTP_PORT = PortRange.of(Protocol.TCP, 80);
  private static final PortNetworkPolicy ALLOW_ALL = PortNetworkPolicy.getDefaultInstance();

  @Test
  void directionThatNoPolicySelectsIsOpenAndOneThatAllowsNothingIsClosed() {
    var policy =
        new EndpointPolicy(
            endpoint("10.0.0.1"),
            DirectionPolicy.open(Direction.INGRESS),
            new DirectionPolicy(Direction.EGRESS, true, List.of()));

    NetworkPolicy message = NetworkPolicies.of(policy, NpdsOptions.DEFAULT).orElseThrow();

    assertThat(message.getIngressPerPortPoliciesList()).containsExactly(ALLOW_ALL);
    assertThat(message.getEgressPerPortPoliciesList()).isEmpty();
    assertThat(message.getEndpointId()).isEqualTo(7);
    assertThat(message.getConntrackMapName()).isEqualTo("global");
  }

  @Test
  void addressesAreTheFirstOfEachFamilyAsTheProxyPrintsThem() {
    assertThat(message(endpoint("FD00:0::1", "10.0.0.1", "fd00::2")).orElseThrow())
        .extracting(m -> List.copyOf(m.getEndpointIpsList()))
        .isEqualTo(List.of("10.0.0.1", "fd00::1"));
  }

  @Test
  void endpointWithoutAnAddressHasNoMessage() {
    assertThat(message(endpoint())).isEmpty();
  }

  @Test
  void entryThatSelectsNobodyIsLeftOut() {
    assertThat(ingress(entry(HTTP_PORT, ids(), new L7Rules.None()))).isEmpty();
  }

  @Test
  void rulesThatNobodyEnforcesNeverAllow() {
    assertThat(ingress(entry(HTTP_PORT, new Peers.Any(), new L7Rules.Unenforced("kafka"))))
        .isEmpty();
    assertThat(
            ingress(
                entry(HTTP_PORT, ids(300), new L7Rules.Unenforced("kafka")),
                entry(HTTP_PORT, ids(301), new L7Rules.None())))
        .containsExactly(port(80, rule(301)));
  }

  @Test
  void dnsRulesAreAPlainAllow() {
    var dns = new L7Rules.Dns(List.of(new DnsRule(Optional.of("a"), Optional.empty(), ORIGIN)));

    assertThat(ingress(entry(PortRange.of(Protocol.TCP, 53), ids(300), dns)))
        .containsExactly(port(53, rule(300)));
  }

  @Test
  void otherProtocolsAreLeftOut() {
    assertThat(ingress(entry(PortRange.of(Protocol.UDP, 53), ids(300), new L7Rules.None())))
        .isEmpty();
    assertThat(ingress(entry(PortRange.all(Protocol.ICMP), ids(300), new L7Rules.None())))
        .isEmpty();
  }

  @Test
  void rangeThatTheMessagesCannotSayIsLeftOut() {
    var range = new PortRange(Protocol.TCP, 0, 80);

    assertThat(ingress(entry(range, new Peers.Any(), new L7Rules.None()))).isEmpty();
  }

  /** An empty regex would be refused by the proxy, and all else with it. */
  @Test
  void emptyPatternOfAHeaderIsAnEmptyValue() {
    HeaderRule empty = new HeaderRule.Regex("x-a", Pattern.compile(""));
    var list = new L7Rules.Http(List.of(http(Optional.empty(), List.of(empty), List.of())));

    var matcher =
        HeaderMatcher.newBuilder()
            .setName("x-a")
            .setStringMatch(StringMatcher.newBuilder().setExact(""))
            .build();
    assertThat(ingress(entry(HTTP_PORT, ids(300), list)))
        .flatExtracting(p -> p.getRules(0).getHttpRules().getHttpRules(0).getHeadersList())
        .containsExactly(matcher, HttpRules.NO_UPGRADE);
  }

  /** The proxy asks for the name when a connection begins, and not at its requests. */
  @Test
  void ruleAboutServerNamesMatchesNoRequestWhereRequestsMayComeWithoutOne() {
    PortNetworkPolicyRule named =
        PortNetworkPolicyRule.newBuilder().addServerNames("a.test").build();
    PortNetworkPolicyRule http =
        PortNetworkPolicyRule.newBuilder()
            .setHttpRules(
                HttpNetworkPolicyRules.newBuilder()
                    .addHttpRules(HttpNetworkPolicyRule.getDefaultInstance()))
            .build();

    assertThat(PortRules.judgeNamelessRequests(List.of(named, http))).isTrue();
    assertThat(PortRules.judgeNamelessRequests(List.of(named))).isFalse();
    assertThat(PortRules.judgeNamelessRequests(List.of(named, PortRules.ALLOW))).isFalse();
    assertThat(PortRules.withoutRequests(http)).isSameAs(http);
    assertThat(PortRules.withoutRequests(named).getHttpRules()).isEqualTo(HttpRules.NONE);
  }

  @Test
  void denyOfEveryoneStandsAlone() {
    var deny = new PolicyEntry(HTTP_PORT, new Peers.Any(), Action.DENY, new L7Rules.None(), ORIGIN);

    assertThat(ingress(deny, entry(HTTP_PORT, ids(300), new L7Rules.None())))
        .containsExactly(port(80, PortRules.DENY));
    assertThat(
            ingress(
                deny,
                entry(PortRange.EVERYTHING, new Peers.Any(), new L7Rules.None()),
                entry(HTTP_PORT, new Peers.Any(), new L7Rules.None())))
        .containsExactly(ALLOW_ALL, port(80, PortRules.DENY));
  }

  @Test
  void denyHoldsInADirectionThatIsNotEnforced() {
    var deny = new PolicyEntry(HTTP_PORT, ids(300), Action.DENY, new L7Rules.None(), ORIGIN);
    var policy = new DirectionPolicy(Direction.INGRESS, false, List.of(deny));

    assertThat(PortPolicies.of(policy, new PortRules(NpdsOptions.DEFAULT, s -> true)))
        .containsExactly(ALLOW_ALL, port(80, rule(300).toBuilder().setDeny(true).build()));
  }

  @Test
  void ruleForOneListenerNeverHoldsOnAnother() {
    PolicyEntry known = listener(OptionalInt.of(12001));
    PolicyEntry unknown = listener(OptionalInt.empty());

    assertThat(ingress(known))
        .containsExactly(port(80, rule(300).toBuilder().setProxyId(12001).build()));
    assertThat(ingress(unknown)).isEmpty();
    assertThat(
            PortPolicies.of(
                enforced(known),
                new PortRules(new NpdsOptions("cilium-secrets", false, true, true), s -> true)))
        .as("a proxy that does not know proxy_id")
        .isEmpty();
  }

  @Test
  void contextsOfTlsNameTheirSecretsAndWithoutOneNothingIsAllowed() {
    var secret = new SecretRef("ns1", "s");

    assertThat(ingress(tls(Optional.of(secret), Optional.of(secret))).get(0).getRules(0))
        .satisfies(
            r -> {
              assertThat(r.getDownstreamTlsContext().getTlsSdsSecret())
                  .isEqualTo("cilium-secrets/ns1-s");
              assertThat(r.getUpstreamTlsContext().getValidationContextSdsSecret())
                  .isEqualTo("cilium-secrets/ns1-s");
            });
    assertThat(ingress(tls(Optional.empty(), Optional.of(secret)))).isEmpty();
    assertThat(ingress(tls(Optional.of(secret), Optional.empty()))).isEmpty();
  }

  @Test
  void ruleThatSpeaksOfNoUpgradeMatchesNone() {
    var rule = http(Optional.of("/a"), List.of(), List.of());
    var upgrading = http(Optional.of("/a"), List.of(new HeaderRule.Present("Upgrade")), List.of());
    var everything = http(Optional.empty(), List.of(), List.of());

    assertThat(headers(rule)).containsExactly(":path", "upgrade");
    assertThat(ingress(entry(HTTP_PORT, ids(300), new L7Rules.Http(List.of(rule)))).toString())
        .contains("invert_match: true");
    assertThat(headers(upgrading)).containsExactly(":path", "upgrade");
    assertThat(ingress(entry(HTTP_PORT, ids(300), new L7Rules.Http(List.of(upgrading)))).toString())
        .doesNotContain("invert_match");
    assertThat(headers(everything)).isEmpty();
  }

  @Test
  void valueIsUsedInPlaceOfTheSecretBesideIt() {
    var secret = Optional.of(new SecretRef("ns1", "s"));
    var withValue = new HeaderAction("X-A", "v", secret, HeaderAction.Mismatch.ADD);
    var without = new HeaderAction("X-A", "", secret, HeaderAction.Mismatch.FAIL);
    var rule = http(Optional.empty(), List.of(), List.of(withValue, without));

    List<HeaderMatch> matches =
        ingress(entry(HTTP_PORT, ids(300), new L7Rules.Http(List.of(rule))))
            .get(0)
            .getRules(0)
            .getHttpRules()
            .getHttpRules(0)
            .getHeaderMatchesList();

    assertThat(matches)
        .extracting(HeaderMatch::getValue, HeaderMatch::getValueSdsSecret)
        .containsExactly(tuple("v", ""), tuple("", "cilium-secrets/ns1-s"));
  }

  @Test
  void orderOfEntriesAndRulesDoesNotShow() {
    var a = http(Optional.of("/a"), List.of(), List.of());
    var b = http(Optional.of("/b"), List.of(), List.of());
    PolicyEntry first = entry(HTTP_PORT, ids(300), new L7Rules.Http(List.of(a, b)));
    PolicyEntry same = entry(HTTP_PORT, ids(300), new L7Rules.Http(List.of(b, a)));
    PolicyEntry second = entry(HTTP_PORT, ids(301, 302), new L7Rules.None());
    PolicyEntry third = entry(PortRange.of(Protocol.TCP, 443), ids(301), new L7Rules.None());

    assertThat(ingress(first, second, third)).isEqualTo(ingress(third, second, same));
  }

  private static List<String> headers(HttpRule rule) {
    return ingress(entry(HTTP_PORT, ids(300), new L7Rules.Http(List.of(rule))))
        .get(0)
        .getRules(0)
        .getHttpRules()
        .getHttpRules(0)
        .getHeadersList()
        .stream()
        .map(h -> h.getName())
        .toList();
  }

  private static HttpRule http(
      Optional<String> path, List<HeaderRule> headers, List<HeaderAction> actions) {
    return new HttpRule(
        Optional.empty(), path.map(Pattern::compile), Optional.empty(), headers, actions, ORIGIN);
  }

  private static PolicyEntry entry(PortRange ports, Peers peers, L7Rules l7) {
    return new PolicyEntry(ports, peers, Action.ALLOW, l7, ORIGIN);
  }

  private static PolicyEntry listener(OptionalInt proxyPort) {
    var reference = new ListenerRef("CiliumEnvoyConfig", "c1", "l1", 0);
    return demanding(
        new ConnectionRules(Optional.empty(), Optional.empty(), List.of(), Optional.of(reference)),
        new Redirect(Redirect.Parser.CRD, 126, proxyPort));
  }

  private static PolicyEntry tls(Optional<SecretRef> terminating, Optional<SecretRef> originating) {
    return demanding(
        new ConnectionRules(
            Optional.of(context(terminating)),
            Optional.of(context(originating)),
            List.of(),
            Optional.empty()),
        Redirect.to(Redirect.Parser.TLS));
  }

  private static TlsContext context(Optional<SecretRef> secret) {
    return new TlsContext(secret, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static PolicyEntry demanding(ConnectionRules connection, Redirect redirect) {
    return new PolicyEntry(
        HTTP_PORT,
        ids(300),
        Action.ALLOW,
        new L7Rules.None(),
        Optional.of(redirect),
        connection,
        Optional.empty(),
        List.of(new PolicyEntry.Part(Action.ALLOW, new L7Rules.None(), ORIGIN)));
  }

  private static Peers ids(int... numbers) {
    return new Peers.Identities(IdentitySet.of(numbers));
  }

  private static PortNetworkPolicyRule rule(Integer... peers) {
    return PortNetworkPolicyRule.newBuilder().addAllRemotePolicies(List.of(peers)).build();
  }

  private static PortNetworkPolicy port(int port, PortNetworkPolicyRule... rules) {
    return PortNetworkPolicy.newBuilder().setPort(port).addAllRules(List.of(rules)).build();
  }

  private static DirectionPolicy enforced(PolicyEntry... entries) {
    return new DirectionPolicy(Direction.INGRESS, true, List.of(entries));
  }

  private static List<PortNetworkPolicy> ingress(PolicyEntry... entries) {
    return PortPolicies.of(enforced(entries), new PortRules(NpdsOptions.DEFAULT, s -> true));
  }

  private static Optional<NetworkPolicy> message(Endpoint endpoint) {
    return NetworkPolicies.of(
        new EndpointPolicy(
            endpoint,
            DirectionPolicy.open(Direction.INGRESS),
            DirectionPolicy.open(Direction.EGRESS)),
        NpdsOptions.DEFAULT);
  }

  private static Endpoint endpoint(String... addresses) {
    return new Endpoint(
        7,
        "default",
        "pod",
        new Identity(256, Labels.of()),
        Stream.of(addresses).map(InetAddresses::forString).toList(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
