package dev.chancery.agent.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.engines.CiliumProxies;
import dev.chancery.agent.engines.EvaluatorEngine;
import dev.chancery.agent.engines.KnownDifference;
import dev.chancery.agent.engines.Manager;
import dev.chancery.agent.engines.Outcome;
import dev.chancery.agent.engines.Traffic;
import dev.chancery.agent.offline.End;
import dev.chancery.agent.offline.ManifestArguments;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where {@code docs/data-planes.md} says that answers differ, they do: a case for each row. */
final class KnownDifferencesTest {
  private static final String PORT = "toPorts: [{ports: [{port: \"8080\", protocol: TCP}], ";
  private static final String PRIVATE = "10.0.0.1";
  private static final String PUBLIC = "127.99.0.1";
  private static final String TOKEN = "planted-5b0e";
  private static final String SECRET =
      """
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: token, namespace: shop}
      stringData: {value: planted-5b0e}
      """;

  @TempDir private Path dir;

  @ParameterizedTest
  @EnumSource
  void whatNoRuleCoversIsReadByNoProxy(CiliumProxies proxy) throws IOException {
    NodeView view = view("ingress: [{fromEntities: [all]}]");
    Outcome cilium = proxy.engine(view).outcome(get(view, Fleet.WEB.ip(), "/a/%2e%2e/%2fb"));
    assertThat(cilium.status()).isEqualTo(Outcome.PASSED);
    assertThat(cilium.seen().orElseThrow().path()).isEqualTo("/a/%2e%2e/%2fb");
    assertThat(KnownDifference.between(cilium, new Outcome(307, Optional.empty(), true)))
        .contains(KnownDifference.UNTOUCHED);
  }

  @ParameterizedTest
  @EnumSource
  void whatIngressClosesBehindAnEgressProxyIsAnswered(CiliumProxies proxy) throws IOException {
    NodeView view =
        view(
            "ingress: [{fromEntities: [host]}]",
            "egress: [{" + PORT + "rules: {http: [{method: GET, path: /a}]}}]}]");
    Traffic traffic = get(view, Fleet.WEB.ip(), "/a");
    Outcome cilium = proxy.engine(view).outcome(traffic);
    Outcome evaluator = new EvaluatorEngine(view, proxy.manager()).outcome(traffic);
    assertThat(cilium.status()).isEqualTo(Outcome.UNREACHABLE);
    assertThat(evaluator.status()).isEqualTo(Outcome.CLOSED);
    assertThat(KnownDifference.between(cilium, evaluator)).contains(KnownDifference.LATE_CLOSE);
  }

  @ParameterizedTest
  @EnumSource
  void plainTextWhereAServerNameIsDemandedIsResetBeforeThereIsARequest(CiliumProxies proxy)
      throws IOException {
    NodeView view = view("ingress: [{" + PORT + "serverNames: [a.example]}]}]");
    Traffic traffic = get(view, Fleet.WEB.ip(), "/a");
    Outcome cilium = proxy.engine(view).outcome(traffic);
    Outcome evaluator = new EvaluatorEngine(view, proxy.manager()).outcome(traffic);
    assertThat(cilium.status()).isEqualTo(Outcome.CLOSED);
    assertThat(evaluator.status()).isEqualTo(Outcome.DENIED);
    assertThat(KnownDifference.between(cilium, evaluator)).contains(KnownDifference.EARLY_CLOSE);
  }

  /** Of a client at a private address or 127.0.0.1, and of no other. */
  @ParameterizedTest
  @EnumSource
  void aRuleAboutEnvoysOwnHeadersSeesWhatEachProxySets(CiliumProxies proxy) throws IOException {
    NodeView view =
        view("ingress: [{" + PORT + "rules: {http: [{headers: [X-Envoy-Internal]}]}}]}]");
    WireRequest request = WireRequest.plain("GET", "/a");
    for (String client : List.of(PRIVATE, PUBLIC)) {
      Traffic traffic = get(view, client, "/a");
      Manager stock = (sent, from) -> new Manager.Reading.Forward(request.http(client));
      int expected = client.equals(PRIVATE) ? Outcome.PASSED : Outcome.DENIED;
      assertThat(proxy.engine(view).outcome(traffic).status()).isEqualTo(expected);
      assertThat(new EvaluatorEngine(view, proxy.manager()).outcome(traffic).status())
          .isEqualTo(expected);
      assertThat(new EvaluatorEngine(view, stock).outcome(traffic).status())
          .isEqualTo(Outcome.DENIED);
    }
  }

  /** A secret that is not served is no difference: both deny. */
  @ParameterizedTest
  @EnumSource
  void onlyTheProxyKnowsTheValueOfASecret(CiliumProxies proxy) throws IOException {
    String demand = "{name: X-Token, secret: {namespace: shop, name: %s}}";
    String report = "{name: X-Token, mismatch: LOG, secret: {namespace: shop, name: %s}}";
    for (String match : List.of(demand, report)) {
      for (String secret : List.of("token", "absent")) {
        NodeView view =
            view(
                "ingress: [{%s rules: {http: [{headerMatches: [%s]}]}}]}]"
                    .formatted(PORT, match.formatted(secret)));
        for (String value : List.of(TOKEN, "another")) {
          Traffic traffic = get(view, Fleet.WEB.ip(), "/a", Map.of("x-token", List.of(value)));
          boolean passes = secret.equals("token") && (value.equals(TOKEN) || match.equals(report));
          assertThat(proxy.engine(view).outcome(traffic).status())
              .as("%s, %s", view.world().policies(), value)
              .isEqualTo(passes ? Outcome.PASSED : Outcome.DENIED);
          assertThat(new EvaluatorEngine(view, proxy.manager()).outcome(traffic).status())
              .isEqualTo(Outcome.DENIED);
        }
      }
    }
  }

  /** The first in the message edits and is then shown another value than its secret's. */
  @ParameterizedTest
  @EnumSource
  void aLaterRuleSeesWhatAnEarlierOneEdited(CiliumProxies proxy) throws IOException {
    assertThat(ofEditBeforeSecret(proxy, "token")).isEqualTo(Outcome.PASSED);
  }

  /** No difference: a rule whose secret is not served is not sent, and so edits nothing. */
  @ParameterizedTest
  @EnumSource
  void aRuleWithoutItsSecretEditsNothing(CiliumProxies proxy) throws IOException {
    assertThat(ofEditBeforeSecret(proxy, "absent")).isEqualTo(Outcome.DENIED);
  }

  /** What the proxy does where one rule edits and then fails, and another asks for the edit. */
  private int ofEditBeforeSecret(CiliumProxies proxy, String secret) throws IOException {
    String edits = "{name: X-Replaced, value: '42', mismatch: REPLACE}";
    String fails = "{name: X-Token, secret: {namespace: shop, name: %s}}".formatted(secret);
    NodeView view =
        view(
            "ingress: [{%s rules: {http: [{headerMatches: [%s, %s]}, {headers: [%s]}]}}]}]"
                .formatted(PORT, edits, fails, "X-Replaced 42"));
    Traffic traffic = get(view, Fleet.WEB.ip(), "/a", Map.of("x-token", List.of("another")));
    assertThat(new EvaluatorEngine(view, proxy.manager()).outcome(traffic).status())
        .isEqualTo(Outcome.DENIED);
    return proxy.engine(view).outcome(traffic).status();
  }

  /** No difference: rules by its name filter the node at 8080 alone, whatever else covers 8080. */
  @ParameterizedTest
  @EnumSource
  void theNodePassesWhereRulesDoNotNameIt(CiliumProxies proxy) throws IOException {
    String http = "rules: {http: [{path: /a}]}}]}";
    NodeView view =
        view(
            "ingress: [{fromEntities: [host], %s %s, {%s %s]"
                .formatted(
                    PORT,
                    http,
                    "toPorts: [{ports: [{port: \"8080\", endPort: 8081, protocol: TCP}],",
                    http));
    for (int port : List.of(8080, 8081)) {
      Traffic traffic = get(view, "127.0.0.1", "/b", port);
      int expected = port == 8080 ? Outcome.DENIED : Outcome.PASSED;
      assertThat(proxy.engine(view).outcome(traffic).status()).isEqualTo(expected);
      assertThat(new EvaluatorEngine(view, proxy.manager()).outcome(traffic).status())
          .isEqualTo(expected);
    }
  }

  /** Of the pods, a secret and a policy that binds all servers (ingress) or a client (egress). */
  private NodeView view(String... directions) throws IOException {
    StringBuilder text = new StringBuilder(Manifests.yaml(Fleet.manifests())).append(SECRET);
    for (String direction : directions) {
      boolean in = direction.startsWith("ingress");
      text.append(
          """
          ---
          apiVersion: cilium.io/v2
          kind: CiliumClusterwideNetworkPolicy
          metadata: {name: %s}
          spec:
            endpointSelector: {matchLabels: {app: %s}}
            %s
          """
              .formatted(in ? "in" : "out", in ? "cart" : "web", direction));
    }
    Path file = Files.writeString(dir.resolve("all.yaml"), text);
    NodeView view =
        NodeState.empty(Settings.DEFAULTS.with(DataPlane.CILIUM_ENVOY))
            .next(ManifestArguments.read(List.of(file)))
            .view();
    assertThat(view.world().policies()).as("not refused").hasSize(directions.length);
    return view;
  }

  private static Traffic get(NodeView view, String client, String path) {
    return get(view, client, path, 8080, Map.of());
  }

  private static Traffic get(NodeView view, String client, String path, int port) {
    return get(view, client, path, port, Map.of());
  }

  private static Traffic get(
      NodeView view, String client, String path, Map<String, List<String>> headers) {
    return get(view, client, path, 8080, headers);
  }

  private static Traffic get(
      NodeView view, String client, String path, int port, Map<String, List<String>> headers) {
    return new Traffic(
        End.find(view, client),
        End.find(view, Fleet.CART.ip()),
        Protocol.TCP,
        port,
        Optional.empty(),
        Optional.of(new Request.Http("GET", path, "good", headers)),
        Optional.empty());
  }
}
