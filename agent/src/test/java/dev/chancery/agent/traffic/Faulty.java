package dev.chancery.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chancery.agent.demo.Answer;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.agent.run.Parts;
import dev.chancery.testproxy.policy.Connection;
import dev.chancery.testproxy.policy.HttpCall;
import dev.chancery.testproxy.traffic.L4Policy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@link Shop} on a node whose agent and proxy may end at any time. */
final class Faulty implements AutoCloseable {
  private final Parts parts = new Parts();
  private final Path manifests;
  private final Path drafts;
  private final AgentOptions options;
  final TestPlane plane;
  final List<Ledger> ledgers = new ArrayList<>();
  private final List<LedgerServer> servers = new ArrayList<>();
  private final int[] versions = new int[Shop.SERVERS];
  private int labels;
  private @Nullable Agent agent;

  /** With an agent in this process. */
  static Faulty start(Path folder) throws IOException {
    Faulty node = new Faulty(folder);
    node.startAgent();
    return node;
  }

  /** Without an agent yet. */
  Faulty(Path folder) throws IOException {
    this.manifests = Files.createDirectories(folder.resolve("m"));
    this.drafts = Files.createDirectories(folder.resolve("d"));
    this.options =
        TestPlane.options(
            AgentOptions.of(folder.resolve("r"), manifests, Optional.empty()),
            DataPlane.CILIUM_ENVOY);
    for (int s = 0; s < Shop.SERVERS; s++) {
      Ledger ledger = new Ledger();
      ledgers.add(ledger);
      var address = new InetSocketAddress(Shop.application(s), Shop.PORT);
      servers.add(parts.keep(new LedgerServer(address, ledger)));
      edit(s, Set.of());
    }
    relabel();
    this.plane = parts.keep(new TestPlane(options, Shop.pods(), L4Policy.CLOSED));
  }

  AgentOptions options() {
    return options;
  }

  void startAgent() throws IOException {
    agent = Agent.start(options);
  }

  void endAgent() {
    agent().close();
  }

  Agent agent() {
    return java.util.Objects.requireNonNull(agent);
  }

  /** Writes a policy of a server, which allows these paths and one that names the version. */
  void edit(int server, Set<String> paths) throws IOException {
    versions[server]++;
    Set<String> allowed = new HashSet<>(paths);
    allowed.add(marker(server));
    ledgers.get(server).write(allowed);
    write("policy-" + server + ".yaml", Shop.policy(server, allowed));
  }

  /** Gives the outcast other labels, and so another identity. */
  void relabel() throws IOException {
    labels++;
    write("pods.yaml", Shop.manifests(labels));
  }

  void write(String file, String text) throws IOException {
    Path draft = Files.writeString(drafts.resolve(file), text);
    Files.move(
        draft,
        manifests.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private String marker(int server) {
    return "/version/" + versions[server];
  }

  /** Waits until the newest policies hold, which is when the ones before them do not any more. */
  void settle() throws Exception {
    awaitNewest();
    plane.awaitInForce(agent());
    ledgers.forEach(Ledger::settle);
  }

  /** Waits until the proxy has the newest policies, and connections are handed to it. */
  void awaitNewest() {
    for (int s = 0; s < Shop.SERVERS; s++) {
      awaitNewest(s);
    }
    plane.awaitRedirects(Shop.SERVERS);
  }

  /** Waits until the proxy has the newest policy of a server. */
  void awaitNewest(int server) {
    await()
        .atMost(TestPlane.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> proxyAllows(server, marker(server)));
  }

  /** Whether the policies that the proxy has let the client ask for a path. */
  boolean proxyAllows(int server, String path) {
    return plane.proxy().listeners().stream()
        .map(
            listener ->
                Connection.plain(
                    Shop.server(server).getHostAddress(),
                    true,
                    Shop.PORT,
                    plane.proxy().hosts().identity(Shop.CLIENT),
                    listener.proxyId()))
        .anyMatch(c -> plane.proxy().policies().request(c, call(path)).allowed());
  }

  private static HttpCall call(String path) {
    return HttpCall.of("GET", "server", path);
  }

  /** Every server answers for its newest policy, and for nothing else. */
  void checkAnswers(List<String> paths) {
    for (int s = 0; s < Shop.SERVERS; s++) {
      assertThat(get(s, marker(s)).status()).as("server %d, %s", s, marker(s)).isEqualTo(200);
      for (String path : paths) {
        int expected = ledgers.get(s).newest().contains(path) ? 200 : 403;
        assertThat(get(s, path).status()).as("server %d, %s", s, path).isEqualTo(expected);
      }
    }
  }

  Answer get(int server, String path) {
    return Shop.get(server, path, ledgers.get(server));
  }

  /** Requests that arrived though no policy in force allowed them. */
  List<String> wrong() {
    return servers.stream().flatMap(s -> s.wrong().stream()).toList();
  }

  @Override
  public void close() {
    if (agent != null) {
      agent.close();
    }
    parts.close();
  }
}
