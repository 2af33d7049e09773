package dev.chancery.agent.proxyports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenPortsTest {
  private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue\n";

  @TempDir Path folder;

  @Test
  void readsTheLocalPortsOfAllFourTables() throws IOException {
    table("tcp", "   0: 0100007F:2710 00000000:0000 0A 00000000:00000000 00:00000000");
    table("tcp6", "   0: 00000000000000000000000000000000:2711 0000:1F90 0A 0:0");
    table("udp", " 1234: 00000000:2712 00000000:0000 07 00000000:00000000");
    table("udp6", "   0: 00000000000000000000000001000000:2713 0000:0000 07 0:0");

    assertThat(OpenPorts.in(folder).stream()).containsExactly(10000, 10001, 10002, 10003);
  }

  @Test
  void whatIsNoTableSaysNothing() throws IOException {
    table("tcp", "garbage", "", "0: x:zz", "0: 00000000:FFFFF 0", "0: 00000000:0000 0", "1: :2710");

    assertThat(OpenPorts.in(folder).stream()).containsExactly(10000);
    assertThat(OpenPorts.in(folder.resolve("missing")).isEmpty()).isTrue();
  }

  @Test
  void seesAPortThatIsOpen() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(OpenPorts.OF_KERNEL.get().get(socket.getLocalPort())).isTrue();
    }
  }

  @Test
  void seesAPortThatIsOpenOnIpv6Alone() throws IOException {
    try (ServerSocket socket = openOnIpv6()) {
      assertThat(OpenPorts.OF_KERNEL.get().get(socket.getLocalPort())).isTrue();
    }
  }

  private static ServerSocket openOnIpv6() {
    try {
      return new ServerSocket(0, 1, InetAddress.getByName("::1"));
    } catch (IOException e) {
      return abort("this machine has no IPv6 loopback address: " + e.getMessage());
    }
  }

  private void table(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), HEAD + String.join("\n", lines) + "\n");
  }
}
