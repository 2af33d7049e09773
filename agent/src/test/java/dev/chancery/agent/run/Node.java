package dev.chancery.agent.run;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.control.Control;
import dev.chancery.agent.envoy.EnvoyAdmin;
import dev.chancery.agent.net.UnixChannel;
import dev.chancery.testing.RealEnvoy;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.ResourceKey;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An agent with a real Envoy over folders of the test's own. */
final class Node implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private Agent agent;

  Node(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(manifests());
    this.agent = start();
  }

  private Agent start() throws IOException {
    return Agent.start(options());
  }

  AgentOptions options() {
    return AgentOptions.of(folder.resolve("r"), manifests(), Optional.of(RealEnvoy.binary()));
  }

  Path manifests() {
    return folder.resolve("m");
  }

  Agent agent() {
    return agent;
  }

  void stop() {
    agent.close();
  }

  void startAgain() throws IOException {
    agent = start();
  }

  /** Writes a manifest and waits until Envoy has answered for all that followed from it. */
  void apply(String file, String text) throws Exception {
    long before = agent.reconciler().publishedRevision();
    Path temporary = Files.writeString(manifests().resolve("." + file), text);
    Files.move(
        temporary,
        manifests().resolve(file),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    await().atMost(PATIENCE).until(() -> agent.reconciler().publishedRevision() > before);
    awaitAnswers();
  }

  /** Waits until Envoy is ready and has answered for every resource. */
  void awaitAnswers() throws Exception {
    for (ResourceKey key : agent.xds().store().snapshot().keySet()) {
      answer(key);
    }
    EnvoyAdmin admin = new EnvoyAdmin(options().runDir().resolve("envoy-admin.sock"));
    await().atMost(PATIENCE).until(admin::isReady);
  }

  Delivery answer(ResourceKey key) throws Exception {
    return agent
        .xds()
        .whenAnswered(options().nodeName(), key)
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** One of the agent's reports, as {@code chancery status} and the like get it. */
  JsonNode report(String name) throws IOException {
    ManagedChannel channel = UnixChannel.open(options().runDir().resolve("agent.sock"));
    try {
      return new JsonMapper().readTree(Control.ask(channel, name));
    } finally {
      channel.shutdownNow();
    }
  }

  /** Of the Envoy that an agent of this folder has started. */
  long envoyPid() throws IOException {
    String stat = Files.readAllLines(options().runDir().resolve("envoy.pid")).get(2);
    return Long.parseLong(stat.substring(0, stat.indexOf(' ')));
  }

  @Override
  public void close() {
    agent.close();
  }
}
