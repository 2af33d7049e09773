package dev.chancery.agent.run;

import static dev.chancery.agent.run.CiliumNode.pod;
import static dev.chancery.agent.run.CiliumNode.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.envoy.cilium.ProxyRelease;
import dev.chancery.testproxy.TestProxy;
import dev.chancery.testproxy.stream.Faults.Moment;
import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.XdsType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent and a cilium-envoy that asks for changes alone, of policies and hosts: whatever breaks,
 * it ends with all policies and knows everyone.
 */
class DeltaProxyIT {
  private static final String SERVER = "10.60.0.1";
  private static final String CLIENT = "10.60.0.2";
  private static final String THIRD = "10.60.0.3";
  private static final String FOURTH = "10.60.0.4";

  @TempDir Path folder;
  private CiliumNode node;
  private TestProxy proxy;

  @BeforeEach
  void start() throws IOException {
    node = new CiliumNode(folder, DataPlane.CILIUM_ENVOY);
    node.choose(ProxyRelease.V1_20);
    node.write("pods.yaml", pod("server", SERVER) + "---\n" + pod("client", CLIENT));
    node.write("server.yaml", policy("server", "/allowed"));
    node.start();
    proxy = TestProxy.start(node.proxyOptions(ProxyGeneration.V1_37).withDelta());
    awaitPeople(SERVER, CLIENT);
    node.awaitAnnounced(1);
  }

  @AfterEach
  void stop() {
    try {
      assertThat(proxy.violations()).isEmpty();
    } finally {
      proxy.close();
      node.close();
    }
  }

  @Test
  void takesAnEdit() throws IOException {
    node.apply("server.yaml", policy("server", "/other"));
    awaitText("/other");
  }

  @Test
  void takesAnEditAfterARestartOfTheAgent() throws IOException {
    node.stop();
    node.start();
    node.apply("server.yaml", policy("server", "/other"));
    awaitText("/other");
    node.apply("third.yaml", pod("third", THIRD));
    awaitPeople(SERVER, CLIENT, THIRD);
    assertThat(text()).contains("/other");
  }

  @Test
  void keepsAllPoliciesWhenTheirStreamBreaks() throws IOException {
    proxy.faults().breaking(XdsType.POLICY, Moment.AFTER_ANSWER);
    node.apply("server.yaml", policy("server", "/other"));
    awaitText("/other");
    node.apply("third.yaml", pod("third", THIRD));
    awaitPeople(SERVER, CLIENT, THIRD);
    assertThat(text()).contains("/other");
  }

  @Test
  void knowsEveryoneWhenTheStreamOfHostsBreaks() throws IOException {
    proxy.faults().breaking(XdsType.HOSTS, Moment.AFTER_ANSWER);
    node.apply("third.yaml", pod("third", THIRD));
    awaitPeople(SERVER, CLIENT, THIRD);
    node.apply("fourth.yaml", pod("fourth", FOURTH));
    awaitPeople(SERVER, CLIENT, THIRD, FOURTH);
  }

  @Test
  void forgetsWhatWentWhileTheAgentWasAway() throws IOException {
    node.apply("third.yaml", pod("third", THIRD));
    awaitPeople(SERVER, CLIENT, THIRD);
    node.stop();
    node.write("third.yaml", pod("heir", THIRD));
    node.write("server.yaml", policy("server", "/other"));
    node.start();
    awaitText("/other");
    awaitPeople(SERVER, CLIENT, THIRD);
    node.apply("third.yaml", pod("fourth", FOURTH));
    awaitPeople(SERVER, CLIENT, FOURTH);
  }

  @Test
  void keepsWhatStandsInPlaceOfARefusedPolicyWhenTheirStreamBreaks() throws IOException {
    proxy
        .faults()
        .rejecting(
            p -> p.getEndpointIpsList().contains(SERVER) && p.toString().contains("/bad"),
            "invalid path /bad");
    node.apply("server.yaml", policy("server", "/bad"));
    proxy.await("the refusal", p -> lastPolicy(p) == JournalEntry.Outcome.NACK);
    int refused = proxy.journal(XdsType.POLICY).size();
    proxy.faults().breaking(XdsType.POLICY, Moment.BEFORE_APPLY);
    node.apply("client.yaml", policy("client", "/client"));
    proxy.await("the other policy", p -> CiliumNode.text(p, CLIENT).contains("/client"));
    assertThat(text()).contains("/allowed");
    List<JournalEntry> later = proxy.journal(XdsType.POLICY);
    assertThat(later.subList(refused, later.size()))
        .allMatch(entry -> entry.outcome() == JournalEntry.Outcome.ACK);
  }

  private static JournalEntry.Outcome lastPolicy(TestProxy proxy) {
    List<JournalEntry> entries = proxy.journal(XdsType.POLICY);
    return entries.get(entries.size() - 1).outcome();
  }

  /** Waits until these pods, and no others, have policies, and all have identities. */
  private void awaitPeople(String... addresses) {
    Set<String> all = Set.of(addresses);
    proxy.await("policies", p -> p.policies().keys().equals(all));
    proxy.await("hosts", p -> all.stream().allMatch(each -> p.hosts().identity(each) > 255));
  }

  private void awaitText(String path) {
    proxy.await(path, p -> CiliumNode.text(p, SERVER).contains(path));
  }

  private String text() {
    return CiliumNode.text(proxy, SERVER);
  }
}
