package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.policy.Direction;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CiliumTranslatorTest {
  @Test
  void policyIsNamedByNumberAndFoundByCanonicalAddress() {
    var resource =
        translator(ProxyRelease.V1_19, IdentitySource.NPHDS)
            .policy(open(7, "10.0.0.7", "2001:DB8:0::7"))
            .orElseThrow();

    assertThat(resource.name()).isEqualTo("7");
    assertThat(resource.typeUrl()).isEqualTo("type.googleapis.com/cilium.NetworkPolicy");
    assertThat(((NetworkPolicy) resource.message()).getEndpointIpsList())
        .containsExactly("10.0.0.7", "2001:db8::7");
  }

  @Test
  void endpointWithoutAddressHasNoPolicy() {
    assertThat(translator(ProxyRelease.V1_19, IdentitySource.NPHDS).policy(open(7))).isEmpty();
  }

  /** With hosts from the control plane no BPF map is asked. */
  @ParameterizedTest
  @CsvSource({
    "V1_17, NPHDS,   ''",
    "V1_19, NPHDS,   ''",
    "V1_17, IPCACHE, global",
    "V1_19, IPCACHE, global",
    "V1_20, IPCACHE, ''"
  })
  void connectionTrackingIsAskedBesideTheIpcacheAlone(
      ProxyRelease release, IdentitySource source, String map) {
    var message =
        (NetworkPolicy)
            translator(release, source).policy(open(7, "10.0.0.7")).orElseThrow().message();

    assertThat(message.getConntrackMapName()).isEqualTo(map);
  }

  private static CiliumTranslator translator(ProxyRelease release, IdentitySource source) {
    return new CiliumTranslator(Releases.of(release, source));
  }

  private static EndpointPolicy open(int id, String... addresses) {
    return new EndpointPolicy(
        Policies.endpoint(id, addresses),
        DirectionPolicy.open(Direction.INGRESS),
        DirectionPolicy.open(Direction.EGRESS));
  }
}
