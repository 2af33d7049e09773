package dev.chancery.testproxy.policy;

import static dev.chancery.testproxy.Policies.hosts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.testproxy.wire.Rejected;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostMapTest {
  @Test
  void theLongestPrefixWinsAndTheRestIsTheWorld() throws Rejected {
    HostMap map =
        HostMap.of(
            List.of(
                hosts(100, "10.0.0.0/8", "fd00::/8"),
                hosts(200, "10.1.0.0/16", "10.2.3.4"),
                hosts(300, "10.1.2.3/32", "fd00::1/128")));
    assertThat(map.identity("10.9.9.9")).isEqualTo(100);
    assertThat(map.identity("10.1.9.9")).isEqualTo(200);
    assertThat(map.identity("10.2.3.4")).isEqualTo(200);
    assertThat(map.identity("10.1.2.3")).isEqualTo(300);
    assertThat(map.identity("11.0.0.1")).isEqualTo(HostMap.WORLD);
    assertThat(map.identity("fd00::1")).isEqualTo(300);
    assertThat(map.identity("fd12::1")).isEqualTo(100);
    assertThat(map.identity("::1")).isEqualTo(HostMap.WORLD);
  }

  @Test
  void aPrefixOfNoBitsCoversEverythingOfItsFamily() throws Rejected {
    HostMap map = HostMap.of(List.of(hosts(9, "0.0.0.0/0")));
    assertThat(map.identity("1.2.3.4")).isEqualTo(9);
    assertThat(map.identity("fd00::1")).isEqualTo(HostMap.WORLD);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1/8, Non-prefix bits set",
    "fd00::1/8, Non-prefix bits set",
    "10.0.0.0/33, Invalid prefix length",
    "10.0.0.0/08, Invalid prefix length",
    "10.0.0.0/, Invalid prefix length",
    "10.0.0.0/8x, Invalid prefix length",
    "fd00::/129, Invalid prefix length",
    "host, Invalid host entry",
    "'', value length must be at least 1"
  })
  void badPrefixesRefuseTheWholeResponse(String address, String text) {
    assertThatThrownBy(() -> HostMap.of(List.of(hosts(1, "10.9.9.9"), hosts(2, address))))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining(text);
  }

  @Test
  void onePrefixHasOneIdentity() {
    assertThatThrownBy(() -> HostMap.of(List.of(hosts(1, "10.0.0.1"), hosts(2, "10.0.0.1/32"))))
        .isInstanceOf(Rejected.class)
        .hasMessage(
            "NetworkPolicyHosts: Duplicate host entry '10.0.0.1/32' for policy 2,"
                + " already mapped to 1");
    assertThatThrownBy(() -> HostMap.of(List.of(hosts(1, "10.0.0.1", "10.0.0.1"))))
        .hasMessageContaining("unique");
  }
}
