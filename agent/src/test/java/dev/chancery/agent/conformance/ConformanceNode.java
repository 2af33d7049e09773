package dev.chancery.agent.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.net.InetAddresses;
import dev.chancery.agent.conformance.Fleet.Pod;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.ObjectStatus;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.envoy.stock.Names;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.testing.RealEnvoy;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.ResourceKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The agent, its Envoy and an application behind every port of every pod that has one.
 *
 * <p>Envoy has one worker: what a probe sees in force is in force for every connection after it.
 */
public final class ConformanceNode implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PROBER = "127.99.200.1";

  private final Path manifests;
  private final Path drafts;
  private final Map<InetSocketAddress, EchoServer> applications = new HashMap<>();
  private final Agent agent;
  private int round;

  private ConformanceNode(Path dir, List<?> cluster) throws IOException {
    this.manifests = Files.createDirectory(dir.resolve("manifests"));
    this.drafts = Files.createDirectory(dir.resolve("drafts"));
    Files.writeString(manifests.resolve("pods.yaml"), Manifests.yaml(cluster));
    var of = AgentOptions.of(dir.resolve("run"), manifests, Optional.of(RealEnvoy.binary()));
    this.agent =
        Agent.start(
            new AgentOptions(
                of.runDir(),
                of.manifests(),
                of.envoy(),
                1,
                of.nodeName(),
                of.settings(),
                of.redaction(),
                of.ringCapacity()));
  }

  /** With the pods of the {@link Fleet}. */
  static ConformanceNode start(Path dir) throws IOException {
    return start(dir, Fleet.manifests());
  }

  /**
   * With pods of one's own.
   *
   * @param dir empty; takes the agent's files
   * @param cluster trees of manifests that are no policies, and do not speak of the marker
   */
  public static ConformanceNode of(Path dir, List<?> cluster) throws IOException {
    List<Object> all = new ArrayList<>(cluster);
    all.add(Fleet.MARKER.manifest());
    return start(dir, all);
  }

  private static ConformanceNode start(Path dir, List<?> cluster) throws IOException {
    ConformanceNode node = new ConformanceNode(dir, cluster);
    try {
      await().atMost(PATIENCE).until(() -> !node.view().world().endpoints().isEmpty());
      node.openApplications();
      if (!node.enforce(List.of()).isEmpty()) {
        throw new IllegalStateException("the pods are not accepted");
      }
      return node;
    } catch (RuntimeException | Error e) {
      node.close();
      throw e;
    }
  }

  private void openApplications() {
    for (Endpoint endpoint : view().world().endpoints()) {
      for (InetAddress app : endpoint.appAddress().stream().toList()) {
        endpoint.ports().stream()
            .filter(p -> p.protocol() == Protocol.TCP)
            .forEach(
                p ->
                    applications.put(
                        new InetSocketAddress(endpoint.addresses().get(0), p.port()),
                        EchoServer.open(new InetSocketAddress(app, p.port()))));
      }
    }
  }

  /**
   * Puts these policies, and no others, in force, and waits until Envoy enforces them.
   *
   * @return what is wrong with them, in which case what is in force is not told; empty if nothing
   */
  public List<String> enforce(List<?> policies) throws IOException {
    round++;
    List<Object> all = new ArrayList<>(policies);
    all.add(marker());
    Path draft = drafts.resolve("policies.yaml");
    Files.writeString(draft, Manifests.yaml(all));
    Files.move(
        draft,
        manifests.resolve("policies.yaml"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(this::roundIsInView);
    List<String> problems =
        view().statuses().stream()
            .filter(s -> s.state() != ObjectStatus.State.ACCEPTED)
            .map(ObjectStatus::toString)
            .toList();
    if (problems.isEmpty()) {
      // One update publishes them all: once the marker's is in force, the others are under way.
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(this::roundIsInForce);
      awaitAcks();
    }
    return problems;
  }

  public NodeView view() {
    return agent.reconciler().view();
  }

  EchoServer application(Pod pod, int port) {
    return java.util.Objects.requireNonNull(applications.get(address(pod, port)));
  }

  /** Requests, and anything else, that reached any application other than the marker's. */
  public int reached() {
    return applications.entrySet().stream()
        .filter(e -> !e.getKey().getAddress().equals(address(Fleet.MARKER.ip())))
        .mapToInt(e -> e.getValue().requests())
        .sum();
  }

  static InetSocketAddress address(Pod pod, int port) {
    return address(pod.ip(), port);
  }

  static InetAddress address(String ip) {
    return InetAddresses.forString(ip);
  }

  private static InetSocketAddress address(String ip, int port) {
    return new InetSocketAddress(address(ip), port);
  }

  private String path() {
    return "/__round/" + round;
  }

  private boolean roundIsInView() {
    return view().world().policies().stream()
        .anyMatch(p -> p.ref().name().equals("round-" + round));
  }

  private boolean roundIsInForce() throws IOException {
    try (var connection = RawConnection.open(PROBER, address(Fleet.MARKER, Fleet.PORTS.get(0)))) {
      var request = "GET " + path() + " HTTP/1.1\r\nhost: marker\r\n\r\n";
      return connection.send(request).answer(true).status() == 200;
    } catch (java.net.ConnectException e) {
      return false; // Envoy is not listening yet.
    }
  }

  private Map<String, Object> marker() {
    return Map.of(
        "apiVersion",
        "cilium.io/v2",
        "kind",
        "CiliumNetworkPolicy",
        "metadata",
        Map.of("name", "round-" + round, "namespace", Fleet.MARKER.namespace()),
        "spec",
        Map.of(
            "endpointSelector",
            Map.of(),
            "ingress",
            List.of(
                Map.of(
                    "toPorts",
                    List.of(
                        Map.of(
                            "ports",
                            List.of(Map.of("port", "8080", "protocol", "TCP")),
                            "rules",
                            Map.of("http", List.of(Map.of("path", path())))))))));
  }

  /** Envoy takes all that it is sent; a refusal is the compiler's fault. */
  private void awaitAcks() {
    List<ResourceKey> keys =
        view().world().endpoints().stream().flatMap(ConformanceNode::watched).toList();
    for (ResourceKey key : keys) {
      var answer = agent.xds().whenAnswered("node", key).orTimeout(60, TimeUnit.SECONDS).join();
      assertThat(answer).as(key.name()).isInstanceOf(Delivery.Acked.class);
    }
  }

  /** An endpoint that serves nothing has no ingress listener, so Envoy asks for no ingress. */
  private static Stream<ResourceKey> watched(Endpoint endpoint) {
    Stream<Direction> directions =
        endpoint.appAddress().isPresent()
            ? Stream.of(Direction.values())
            : Stream.of(Direction.EGRESS);
    return directions
        .flatMap(
            d ->
                Stream.of(
                    Names.requests(endpoint.id(), d),
                    Names.connections(endpoint.id(), d),
                    Names.bytes(endpoint.id(), d)))
        .map(name -> new ResourceKey(EnvoyTypes.EXTENSION_CONFIG, name));
  }

  @Override
  public void close() throws IOException {
    agent.close();
    for (EchoServer application : applications.values()) {
      application.close();
    }
  }
}
