package dev.chancery.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.demo.Answer;
import dev.chancery.agent.demo.DeathStar;
import dev.chancery.agent.demo.HttpConnection;
import dev.chancery.agent.reconcile.SavedState;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.envoy.EnvoyResource;
import dev.chancery.xds.Counter;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays in force when the agent ends, when its manifests are away, and when Envoy says no. */
class RestartIT {
  private static final int PORT = 8080;
  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: server, labels: {app: server}, annotations: {chancery.dev/app-address: 127.51.0.1}}
      spec: {containers: [{name: c, ports: [{containerPort: 8080}]}]}
      status: {podIP: 127.50.0.1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: client, labels: {app: client}}
      spec: {containers: [{name: c}]}
      status: {podIP: 127.50.0.2}
      """;

  @TempDir Path folder;
  private Node node;
  private DeathStar server;

  @BeforeEach
  void start() throws Exception {
    server = DeathStar.open(new InetSocketAddress(address("127.51.0.1"), PORT));
    node = new Node(folder);
    node.apply("cluster.yaml", CLUSTER);
    node.apply("policy.yaml", policy("/allowed"));
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  @Test
  void lastGoodStateIsServedBeforeAnyManifestHasBeenRead() throws Exception {
    node.stop();
    Files.move(node.manifests(), folder.resolve("away"));
    node.startAgain();
    node.awaitAnswers();

    assertThat(get("/allowed").status()).isEqualTo(200);
    assertThat(get("/other").status()).isEqualTo(403);
    assertThat(node.agent().reconciler().view().world().policies()).hasSize(1);
  }

  @Test
  void podThatTakesOverAnAddressIsReachableUnderItsPolicy() throws Exception {
    node.apply("cluster.yaml", CLUSTER.replace("{name: server,", "{name: successor,"));

    assertThat(get("/allowed").status()).isEqualTo(200);
    assertThat(get("/other").status()).isEqualTo(403);
    assertThat(node.agent().xds().count(Counter.NACKS)).isZero();
  }

  @Test
  void restartWithTheSameManifestsChangesNothing() throws Exception {
    var before = node.agent().xds().store().snapshot();
    node.stop();
    node.startAgain();
    node.awaitAnswers();

    assertThat(node.agent().xds().store().snapshot()).isEqualTo(before);
  }

  @Test
  void brokenPolicyKeepsItsLastGoodVersionAlsoOverARestart() throws Exception {
    node.apply("policy.yaml", policy("/unclosed("));
    assertThat(get("/allowed").status()).isEqualTo(200);

    node.stop();
    node.startAgain();
    node.awaitAnswers();

    assertThat(get("/allowed").status()).isEqualTo(200);
    assertThat(get("/other").status()).isEqualTo(403);
  }

  @Test
  void savedReportCarriesTheSettingsThatItsAnswersNeed() throws Exception {
    var json = new JsonMapper();
    JsonNode saved = node.report("saved");

    assertThat(json.treeToValue(saved.get("settings"), Settings.class))
        .isEqualTo(node.options().settings());
    assertThat(json.treeToValue(saved.get("state"), SavedState.class))
        .isEqualTo(node.agent().reconciler().saved());
  }

  @Test
  void deniedRequestsNeverReachTheServerWhileItStarts() throws Exception {
    long before = server.requests();
    node.stop();
    node.startAgain();
    await()
        .atMost(Node.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> get("/other").status(), status -> refused(status) == 403);

    assertThat(server.requests()).isEqualTo(before);
    // A listener whose policy has not come answers 403, too.
    node.awaitAnswers();
    assertThat(get("/other").status()).isEqualTo(403);
    assertThat(get("/allowed").status()).isEqualTo(200);
    assertThat(server.requests()).isEqualTo(before + 1);
  }

  private static int refused(int status) {
    assertThat(status).isIn(0, 403);
    return status;
  }

  @Test
  void killedAgentLeavesItsPolicyInForceAndTheNextOneAdoptsItsEnvoy() throws Exception {
    node.stop();
    try (AgentProcess agent = AgentProcess.start(node.options(), folder.resolve("agent.log"))) {
      await().atMost(Node.PATIENCE).until(() -> get("/allowed").status() == 200);
      assertThat(agent.isAlive()).isTrue();
    }
    long envoy = node.envoyPid();

    assertThat(get("/allowed").status()).isEqualTo(200);
    assertThat(get("/other").status()).isEqualTo(403);

    node.startAgain();
    node.awaitAnswers();
    assertThat(node.envoyPid()).isEqualTo(envoy);
    assertThat(node.report("status").at("/envoy/pid").asLong()).isEqualTo(envoy);

    node.apply("policy.yaml", policy("/other"));
    assertThat(get("/allowed").status()).isEqualTo(403);
    assertThat(get("/other").status()).isEqualTo(200);
  }

  @Test
  void rejectedResourceKeepsThePolicyThatWasInForceAndNamesTheReason() throws Exception {
    int id = node.agent().reconciler().view().endpoint(address("127.50.0.1")).orElseThrow().id();
    String name = "http/ep:" + id + "/ingress";
    var key =
        new ResourceKey(
            "type.googleapis.com/" + TypedExtensionConfig.getDescriptor().getFullName(), name);
    // Nothing inside the RBAC message's own bytes: no Envoy can read it.
    var broken =
        TypedExtensionConfig.newBuilder()
            .setName(name)
            .setTypedConfig(
                com.google.protobuf.Any.newBuilder()
                    .setTypeUrl("type.googleapis.com/" + RBAC.getDescriptor().getFullName())
                    .setValue(com.google.protobuf.ByteString.copyFromUtf8("no RBAC")))
            .build();
    var resource = new EnvoyResource(name, broken);
    node.agent().xds().store().set(Resource.of(resource.name(), resource.message()));

    Delivery answer = node.answer(key);
    assertThat(answer).isInstanceOf(Delivery.Rejected.class);
    String reason = ((Delivery.Rejected) answer).reason();
    assertThat(reason).contains("Unable to unpack");
    assertThat(node.report("status").get("rejected"))
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.get("resource").asText()).isEqualTo(name);
              // Envoy's words have lines; a report and a log line have them as one.
              assertThat(rejected.get("reason").asText())
                  .isEqualTo(reason.stripTrailing().replace('\n', '?'));
            });
    assertThat(get("/allowed").status()).isEqualTo(200);
    assertThat(get("/other").status()).isEqualTo(403);

    node.apply("policy.yaml", policy("/other"));
    assertThat(node.answer(key)).isInstanceOf(Delivery.Acked.class);
    assertThat(node.report("status").get("rejected")).isEmpty();
  }

  private Answer get(String path) throws IOException {
    try (HttpConnection connection =
        HttpConnection.open(
            address("127.50.0.2"), new InetSocketAddress(address("127.50.0.1"), PORT))) {
      return connection.exchange("GET " + path + " HTTP/1.1\r\nHost: server\r\n\r\n");
    } catch (IOException e) {
      return Answer.of(e);
    }
  }

  private static InetAddress address(String text) throws IOException {
    return InetAddress.getByName(text);
  }

  private static String policy(String path) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: server}
        spec:
          endpointSelector: {matchLabels: {app: server}}
          ingress:
          - fromEndpoints: [{matchLabels: {app: client}}]
            toPorts:
            - ports: [{port: "8080", protocol: TCP}]
              rules: {http: [{path: "%s"}]}
        """
        .formatted(path);
  }
}
