package dev.chancery.agent.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.accesslogs.ConnectionRecord;
import dev.chancery.accesslogs.HttpRecord;
import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.accesslogs.Transaction;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.api.flow.Policy;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private static final String PODS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: server, labels: {app: server}, annotations: {chancery.dev/app-address: 127.61.0.1}}
      spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}
      status: {podIP: 127.60.0.1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: client, labels: {app: client}}
      spec: {containers: [{name: c}]}
      status: {podIP: 127.60.0.2}
      """;
  private static final String RULES = "spec.ingress[0].toPorts[0].rules.http";

  @Test
  void trafficThatNoL7RuleCoversIsNotShown() {
    assertThat(of(view(""), request("GET", "/a", "", false)).shown()).isFalse();
  }

  @Test
  void trafficThatDnsRulesCoverIsNoHttpTraffic() {
    NodeView view =
        viewOf(
            PODS
                + """
                ---
                apiVersion: cilium.io/v2
                kind: CiliumNetworkPolicy
                metadata: {name: p}
                spec:
                  endpointSelector: {matchLabels: {app: server}}
                  egress:
                  - toPorts:
                    - ports: [{port: "53", protocol: ANY}]
                      rules: {dns: [{matchPattern: "*.test"}]}
                """);

    assertThat(of(view, outgoing(53)).shown()).isFalse();
  }

  @Test
  void ruleThatEnvoyNamesIsTheRule() {
    var attribution =
        of(
            view("{path: /a}, {path: '/.*'}"),
            request("GET", "/a", "default/p:" + RULES + "[1]", false));

    assertThat(rules(attribution.policies().ingressAllowedBy())).containsExactly(RULES + "[1]");
  }

  @Test
  void evaluatorNamesTheRuleOfARequestThatEnvoyDoesNotSpeakOf() {
    var attribution = of(view("{path: /a}, {path: /b}"), request("GET", "/b", "", false));

    assertThat(rules(attribution.policies().ingressAllowedBy())).containsExactly(RULES + "[1]");
  }

  @Test
  void ruleOnAHeaderThatIsNotLoggedIsStillFound() {
    var attribution =
        of(
            view("{path: /a}, {path: /b, headers: ['X-Token: 1']}"),
            request("GET", "/b", "", false));

    assertThat(rules(attribution.policies().ingressAllowedBy())).containsExactly(RULES + "[1]");
  }

  @Test
  void denialNamesTheRuleElementThatDemandedSomethingElse() {
    var attribution = of(view("{path: /a}"), request("GET", "/b", "default-deny", true));

    assertThat(rules(attribution.policies().ingressDeniedBy()))
        .containsExactly("spec.ingress[0].toPorts[0]");
    assertThat(attribution.policies().ingressAllowedBy()).isEmpty();
  }

  /** As in a record of cilium-envoy behind a service: the destination is no endpoint. */
  @Test
  void policyThatTheProxyNamesByAnAddressIsThatEndpoints() {
    var attribution = of(view("{path: /a}"), fromCilium("192.0.2.9", "127.60.0.1", 0));

    assertThat(rules(attribution.policies().ingressAllowedBy())).containsExactly(RULES + "[0]");
    assertThat(of(view("{path: /a}"), fromCilium("192.0.2.9", "192.0.2.9", 0)).shown()).isFalse();
  }

  @Test
  void identityThatTheProxyDecidedByIsWhoAsked() {
    int world = 2;

    var attribution = of(view("{path: /a}"), fromCilium("127.60.0.1", "127.60.0.1", world));

    assertThat(attribution.shown()).as("no rule covers the world").isFalse();
    assertThat(of(view("{path: /a}"), fromCilium("127.60.0.1", "127.60.0.1", 54321)).shown())
        .as("an unknown number: the address decides")
        .isTrue();
  }

  /** A request for /a by the client, as cilium-envoy logs it at the server. */
  private static HttpRecord fromCilium(String destination, String policyName, int identity) {
    return request(
        "GET",
        "/a",
        new Transaction(
            Instant.EPOCH,
            Transaction.Type.REQUEST,
            Transaction.Verdict.FORWARDED,
            true,
            Transaction.Transport.TCP,
            new InetSocketAddress("127.60.0.2", 40000),
            new InetSocketAddress(destination, 80),
            identity,
            0,
            policyName));
  }

  @Test
  void connectionsAreShownWhereADirectionIsEnforced() {
    assertThat(of(view("{path: /a}"), connection(false)).shown()).isTrue();
    assertThat(of(view(""), connection(false)).shown()).isFalse();
    assertThat(of(view(""), connection(true)).shown()).as("a denial is always shown").isTrue();
  }

  private static Attribution of(NodeView view, dev.chancery.accesslogs.ProxyRecord record) {
    return Attribution.of(view, record);
  }

  private static List<String> rules(List<Policy> policies) {
    return policies.stream()
        .flatMap(p -> p.getLabelsList().stream())
        .filter(l -> l.startsWith("chancery:rule="))
        .map(l -> l.substring("chancery:rule=".length()))
        .toList();
  }

  private static HttpRecord request(String method, String path, String rule, boolean denied) {
    return request(
        method,
        path,
        new Transaction(
            Instant.EPOCH,
            Transaction.Type.REQUEST,
            denied ? Transaction.Verdict.DENIED : Transaction.Verdict.FORWARDED,
            true,
            Transaction.Transport.TCP,
            new InetSocketAddress("127.60.0.2", 40000),
            new InetSocketAddress("127.60.0.1", 80),
            0,
            0,
            rule));
  }

  /** A request of the server to someone outside. */
  private static HttpRecord outgoing(int port) {
    return request(
        "GET",
        "/",
        new Transaction(
            Instant.EPOCH,
            Transaction.Type.REQUEST,
            Transaction.Verdict.FORWARDED,
            false,
            Transaction.Transport.TCP,
            new InetSocketAddress("127.60.0.1", 40000),
            new InetSocketAddress("192.0.2.1", port),
            0,
            0,
            ""));
  }

  private static HttpRecord request(String method, String path, Transaction transaction) {
    return new HttpRecord(
        transaction,
        HttpRecord.Version.HTTP11,
        "http",
        "server",
        path,
        method,
        List.of(new Header("user-agent", "test")),
        List.of(),
        0,
        OptionalLong.empty());
  }

  private static ConnectionRecord connection(boolean denied) {
    return new ConnectionRecord(
        Instant.EPOCH,
        true,
        denied,
        new InetSocketAddress("127.60.0.2", 40000),
        new InetSocketAddress("127.60.0.1", 80),
        "");
  }

  /**
   * @param rules of HTTP; empty for no policy
   */
  private static NodeView view(String rules) {
    String policy =
        """
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: p}
        spec:
          endpointSelector: {matchLabels: {app: server}}
          ingress:
          - fromEndpoints: [{}]
            toPorts:
            - ports: [{port: "80", protocol: TCP}]
              rules: {http: [%s]}
        """
            .formatted(rules);
    return viewOf(rules.isEmpty() ? PODS : PODS + policy);
  }

  private static NodeView viewOf(String text) {
    return NodeState.empty(Settings.DEFAULTS)
        .next(
            new Manifests(
                List.of(new ManifestFile("a.yaml", text, Optional.empty())), Optional.empty()))
        .view();
  }
}
