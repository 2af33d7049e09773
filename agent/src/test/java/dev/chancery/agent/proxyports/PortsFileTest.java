package dev.chancery.agent.proxyports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.envoy.cilium.IpFamilies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PortsFileTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  @Test
  void writesWhatCiliumWrites() throws IOException {
    file().save(Map.of("cilium-http-egress", 10001, "cilium-generic-ingress", 10002));

    assertThat(Files.readString(path()))
        .isEqualTo(
            "{\"cilium-generic-ingress\":{\"type\":\"generic\",\"ingress\":true,\"port\":10002},"
                + "\"cilium-http-egress\":{\"type\":\"http\",\"ingress\":false,\"port\":10001}}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
  }

  @Test
  void readsWhatItWrote() throws IOException {
    file().save(Map.of("cilium-http-egress", 10001));

    aged(Duration.ofMinutes(15));
    assertThat(file().load(NOW)).containsExactly(Map.entry("cilium-http-egress", 10001));
  }

  @Test
  void portOnOtherAddressesIsNotTakenAgain() throws IOException {
    for (IpFamilies before : IpFamilies.values()) {
      file(before).save(Map.of("cilium-http-egress", 10001));
      aged(Duration.ZERO);
      for (IpFamilies now : IpFamilies.values()) {
        assertThat(file(now).load(NOW))
            .as("%s after %s", now, before)
            .isEqualTo(now == before ? Map.of("cilium-http-egress", 10001) : Map.of());
      }
    }
  }

  @Test
  void oldFileIsPassedOver() throws IOException {
    file().save(Map.of("cilium-http-egress", 10001));

    aged(Duration.ofMinutes(15).plusSeconds(1));
    assertThat(file().load(NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"a\":1}",
        "{\"a\":null}",
        "{\"a\":{}}",
        "{\"a\":{\"type\":\"http\",\"port\":1}}",
        "{\"a\":{\"type\":\"http\",\"ingress\":true}}",
        "{\"a\":{\"type\":\"http\",\"ingress\":true,\"port\":1,\"families\":\"IPV5\"}}",
        "{\"a\":{\"type\":\"http\",\"ingress\":true,\"port\":null}}",
        "{\"a\":{\"type\":\"http\",\"ingress\":true,\"port\":1}} x",
        "{\"a\":{\"type\":\"http\",\"ingress\":true,\"port\":1},\"a\":{}}"
      })
  void brokenFileIsPassedOver(String text) throws IOException {
    Files.writeString(path(), text);

    aged(Duration.ZERO);
    assertThat(file().load(NOW)).isEmpty();
  }

  @Test
  void missingFileIsNone() {
    assertThat(file().load(NOW)).isEmpty();
  }

  @Test
  void folderThatIsGoneFailsNobody() {
    var file =
        new PortsFile(
            folder.resolve("gone/ports.json"), PortsFile.DEFAULT_AGE_LIMIT, IpFamilies.IPV4);

    file.save(Map.of("cilium-http-egress", 10001));
    assertThat(file.load(NOW)).isEmpty();
  }

  private PortsFile file() {
    return file(IpFamilies.IPV4);
  }

  private PortsFile file(IpFamilies families) {
    return new PortsFile(path(), PortsFile.DEFAULT_AGE_LIMIT, families);
  }

  private Path path() {
    return folder.resolve("proxy_ports_state.json");
  }

  private void aged(Duration age) throws IOException {
    Files.setLastModifiedTime(path(), FileTime.from(NOW.minus(age)));
  }
}
