package dev.chancery.testproxy;

import static dev.chancery.testproxy.Policies.ingress;
import static dev.chancery.testproxy.Policies.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.testproxy.policy.HostMap;
import dev.chancery.testproxy.stream.Faults.Moment;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeltaIT extends GotchaFixture {
  private static final NetworkPolicy ONE = ingress(1, "10.0.0.1", port(80));
  private static final NetworkPolicy TWO = ingress(2, "10.0.0.2", port(80));

  private DeltaScript startDelta() {
    server.set(
        XdsType.LISTENER,
        Redirects.http(INGRESS, 10001, true, m -> m.setUseNphds(false).setBpfRoot("/sys/fs/bpf")));
    start(ProxyGeneration.V1_37, o -> o.withDelta().withIpcache(HostMap.none()));
    DeltaScript policies = server.deltaPolicies();
    awaitServer().until(policies::requests, requests -> !requests.isEmpty());
    policies.send("1", List.of(), ONE, TWO);
    awaitKeys("10.0.0.1", "10.0.0.2");
    return policies;
  }

  private void awaitKeys(String... keys) {
    proxy.await("policies", p -> p.policies().keys().equals(Set.of(keys)));
  }

  @Test
  void takesWhatIsNewAndForgetsWhatIsGone() {
    DeltaScript policies = startDelta();
    policies.send("2", List.of("1"), ingress(3, "10.0.0.3", port(80)));
    awaitKeys("10.0.0.2", "10.0.0.3");
    awaitServer().until(policies::requests, requests -> requests.size() > 2);
    assertThat(policies.requests())
        .extracting(r -> r.getResponseNonce())
        .containsExactly("", "1", "2");
    assertThat(policies.requests())
        .extracting(r -> r.hasNode())
        .containsExactly(true, false, false);
    assertThat(proxy.violations()).isEmpty();
  }

  @Test
  void aRefusalKeepsTheOldMap() {
    DeltaScript policies = startDelta();
    policies.send("2", List.of("1"), ingress(3, "10.0.0.2", port(80)));
    assertThat(awaitNack(XdsType.POLICY).error()).contains("duplicate resource key 10.0.0.2");
    awaitKeys("10.0.0.1", "10.0.0.2");
    awaitServer().until(policies::requests, requests -> requests.size() > 2);
    assertThat(policies.requests().get(2).getErrorDetail().getMessage()).contains("duplicate");
    policies.send("3", List.of("2"), ingress(3, "10.0.0.2", port(80)));
    proxy.await(
        "the change", p -> p.policies().policy("10.0.0.2").orElseThrow().getEndpointId() == 3);
  }

  @Test
  void aNameIsInAResponseOnce() {
    DeltaScript policies = startDelta();
    NetworkPolicy one = ingress(1, "10.0.0.4", port(80));
    policies.send("2", List.of(), one, one);
    policies.send("3", List.of("1", "1"));
    policies.send("4", List.of("1"), one);
    awaitServer().until(policies::requests, requests -> requests.size() > 4);
    assertThat(policies.requests().subList(2, 5))
        .extracting(r -> r.getErrorDetail().getMessage())
        .containsExactly(
            "duplicate name 1 found among added/updated resources",
            "duplicate name 1 found in the union of added+removed resources",
            "duplicate name 1 found in the union of added+removed resources");
    assertThat(proxy.violations()).hasSize(3);
    awaitKeys("10.0.0.1", "10.0.0.2");
  }

  @Test
  void gotcha12ANewStreamThatBringsOnlyChangesLosesTheRest() {
    DeltaScript policies = startDelta();
    proxy.faults().breaking(XdsType.POLICY, Moment.AFTER_ANSWER);
    policies.send("2", List.of(), ingress(3, "10.0.0.3", port(80)));
    awaitServer().until(() -> hellos(policies), hellos -> hellos.size() > 1);
    assertThat(hellos(policies).get(1).getInitialResourceVersionsMap())
        .isEqualTo(Map.of("1", "1", "2", "1", "3", "2"));
    policies.send("3", List.of(), ingress(3, "10.0.0.3", port(81)));
    awaitViolation(12);
    awaitKeys("10.0.0.3");
  }

  private static List<DeltaDiscoveryRequest> hellos(DeltaScript policies) {
    return policies.requests().stream().filter(DeltaDiscoveryRequest::hasNode).toList();
  }

  @Test
  void olderReleasesKnowNone() {
    assertThatThrownBy(() -> TestProxyOptions.of(Path.of("x"), ProxyGeneration.V1_36).withDelta())
        .hasMessage("delta: 1.36 (expected: 1.37)");
  }
}
