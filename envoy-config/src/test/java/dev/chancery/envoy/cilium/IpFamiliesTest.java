package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpFamiliesTest {
  @ParameterizedTest
  @CsvSource({
    "IPV4, 10.0.0.1,         true",
    "IPV4, fd00::1,          false",
    "IPV6, 10.0.0.1,         false",
    "IPV6, fd00::1,          true",
    "BOTH, 10.0.0.1,         true",
    "BOTH, fd00::1,          true",
    "IPV6, ::ffff:10.0.0.1,  false"
  })
  void serveTheirOwnAddresses(IpFamilies families, String address, boolean served) {
    assertThat(families.serve(InetAddresses.forString(address))).isEqualTo(served);
  }

  @ParameterizedTest
  @CsvSource({"true, true, BOTH", "true, false, IPV4", "false, true, IPV6", "false, false,"})
  void areThoseThatAreOn(boolean ipv4, boolean ipv6, IpFamilies families) {
    assertThat(IpFamilies.of(ipv4, ipv6).orElse(null)).isEqualTo(families);
  }
}
