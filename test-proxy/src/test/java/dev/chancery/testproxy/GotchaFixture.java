package dev.chancery.testproxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.stream.JournalEntry.Outcome;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Violation;
import dev.chancery.testproxy.wire.XdsType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A bad control plane, and a proxy that is expected to notice. */
@SuppressWarnings("NullAway.Init") // set by each test or before it
abstract class GotchaFixture {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  static final String INGRESS = "cilium-http-ingress:10001";

  ScriptedServer server;
  TestProxy proxy;
  private final List<TestProxy> started = new CopyOnWriteArrayList<>();

  @BeforeEach
  void startServer() throws Exception {
    server = ScriptedServer.started();
    server.set(XdsType.POLICY, Policies.ingress(7, "10.0.0.1", Policies.port(80)));
    server.set(XdsType.HOSTS, Policies.hosts(5, "10.0.0.2"));
  }

  @AfterEach
  void stopAll() throws Exception {
    started.forEach(TestProxy::close);
    server.close();
  }

  TestProxy start(ProxyGeneration generation) {
    return start(generation, options -> options);
  }

  TestProxy start(ProxyGeneration generation, UnaryOperator<TestProxyOptions> more) {
    proxy = TestProxy.start(more.apply(TestProxyOptions.of(server.socket(), generation)));
    started.add(proxy);
    return proxy;
  }

  /** A proxy that has one redirect and its policies. */
  TestProxy startWithRedirect(ProxyGeneration generation) {
    server.set(XdsType.LISTENER, Redirects.http(INGRESS, 10001, true));
    start(generation);
    proxy.await("policies", p -> !p.policies().keys().isEmpty() && p.hosts().size() > 0);
    assertThat(proxy.violations()).isEmpty();
    return proxy;
  }

  /** Waits for what the server sees; long, since another build may have the machine. */
  static ConditionFactory awaitServer() {
    return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5));
  }

  /** Sends these and waits until the proxy refuses them. */
  JournalEntry nack(XdsType type, Message... resources) {
    server.set(type, resources);
    return awaitNack(type);
  }

  JournalEntry awaitNack(XdsType type) {
    proxy.await("a refusal", p -> !nacks(p, type).isEmpty());
    List<JournalEntry> nacks = nacks(proxy, type);
    return nacks.get(nacks.size() - 1);
  }

  private static List<JournalEntry> nacks(TestProxy proxy, XdsType type) {
    return proxy.journal(type).stream().filter(e -> e.outcome() == Outcome.NACK).toList();
  }

  Violation awaitViolation(int gotcha) {
    proxy.await(
        "gotcha " + gotcha, p -> p.violations().stream().anyMatch(v -> v.gotcha() == gotcha));
    return proxy.violations().stream().filter(v -> v.gotcha() == gotcha).findFirst().orElseThrow();
  }
}
