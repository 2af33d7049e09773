package dev.chancery.agent.visibility;

import static org.awaitility.Awaitility.await;

import com.google.common.net.InetAddresses;
import com.sun.net.httpserver.HttpServer;
import dev.chancery.agent.envoy.EnvoyAdmin;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.redaction.RedactionOptions;
import dev.chancery.testing.RealEnvoy;
import dev.chancery.xds.ResourceKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The tutorial's pods behind an agent and a real stock Envoy, watched on both sides. */
final class StarWarsNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PORT = 18085;
  private static final InetAddress CLIENT = InetAddresses.forString("127.20.0.7");
  private static final InetSocketAddress SERVER =
      new InetSocketAddress(InetAddresses.forString("127.20.0.5"), PORT);

  private final HttpServer app;
  private final AgentOptions options;
  private final Agent agent;

  StarWarsNode(Path folder, RedactionOptions redaction) throws Exception {
    Path manifests = Files.createDirectory(folder.resolve("m"));
    for (String file : List.of("cluster.yaml", "rule1-l7.yaml", "l7-visibility.yaml")) {
      Files.writeString(manifests.resolve(file), example(file));
    }
    app = app();
    options =
        AgentOptions.of(folder.resolve("r"), manifests, Optional.of(RealEnvoy.binary()))
            .withRedaction(redaction);
    agent = Agent.start(options);
    awaitEnvoy();
  }

  private static HttpServer app() throws IOException {
    var address = new InetSocketAddress(InetAddresses.forString("127.21.0.5"), PORT);
    HttpServer app = HttpServer.create(address, 0);
    app.createContext(
        "/",
        exchange -> {
          byte[] body = "Ship landed\n".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/plain");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    app.start();
    return app;
  }

  private void awaitEnvoy() throws Exception {
    await().atMost(PATIENCE).until(() -> agent.reconciler().publishedRevision() > 0);
    for (ResourceKey key : agent.xds().store().snapshot().keySet()) {
      agent.xds().whenAnswered(options.nodeName(), key).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    var admin = new EnvoyAdmin(options.runDir().resolve("envoy-admin.sock"));
    await().atMost(PATIENCE).until(admin::isReady);
    await()
        .atMost(PATIENCE)
        .until(() -> exchange("POST", "/v1/request-landing", Map.of()).status() == 200);
  }

  private static String example(String name) throws IOException {
    Path home = Path.of(System.getProperty("chancery.home", ".."));
    return Files.readString(home.resolve("examples/star-wars").resolve(name))
        .replace("8080", Integer.toString(PORT));
  }

  Agent agent() {
    return agent;
  }

  AgentOptions options() {
    return options;
  }

  /** A request of the tiefighter to the death star. */
  Exchange exchange(String method, String path, Map<String, String> headers) throws IOException {
    Map<String, String> all = new TreeMap<>(headers);
    all.put("user-agent", "chancery-test");
    all.put("content-length", "0");
    return Exchange.over(CLIENT, SERVER, method, path, all);
  }

  @Override
  public void close() {
    agent.close();
    app.stop(0);
  }
}
