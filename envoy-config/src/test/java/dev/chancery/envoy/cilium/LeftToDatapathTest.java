package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeftToDatapathTest {
  private static final String L4 = "{toPorts: [{ports: [{port: '80', protocol: TCP}]}]}";

  private static Optional<Problem> of(String direction, String element) {
    return LeftToDatapath.of(
        Policies.cilium("endpointSelector: {}, %s: [%s]".formatted(direction, element)));
  }

  @Test
  void rulesAboutPeersAndPortsAloneAreLeft() {
    assertThat(of("ingress", L4))
        .hasValueSatisfying(
            p -> {
              assertThat(p.code()).isEqualTo("left-to-datapath");
              assertThat(p.isError()).isFalse();
              assertThat(p.path()).isEqualTo("spec.ingress[0].toPorts[0]");
              assertThat(p.message())
                  .contains("which Chancery does not program: spec.ingress[0].toPorts[0] (");
            });
    assertThat(of("egress", "{toEntities: [world]}")).isPresent();
    assertThat(of("egressDeny", L4)).isPresent();
    assertThat(of("ingress", "{}")).isPresent();
  }

  @Test
  void namesTheFirstThreeAndCountsTheOthers() {
    assertThat(of("ingress", String.join(", ", L4, L4, L4, L4, L4)).orElseThrow().message())
        .contains("spec.ingress[2].toPorts[0] and 2 more")
        .doesNotContain("spec.ingress[3]");
  }

  @Test
  void whatARedirectCarriesIsNotLeft() {
    String ports = "{toPorts: [{ports: [{port: '443', protocol: TCP}], %s}]}";

    assertThat(of("ingress", ports.formatted("rules: {http: [{}]}"))).isEmpty();
    assertThat(of("egress", ports.formatted("serverNames: [a.b]"))).isEmpty();
  }
}
