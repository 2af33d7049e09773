package dev.chancery.testproxy.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a datapath makes of the announcements. */
class RedirectsFileTest {
  @TempDir private Path folder;
  private RedirectsFile redirects;

  @BeforeEach
  void open() {
    redirects = new RedirectsFile(folder.resolve("redirects.json"));
  }

  @Test
  void announcedRedirectHoldsForEachAddressOfItsPod() throws IOException {
    write("[" + redirect(80, 90, "10001") + "]", "[]");

    assertThat(redirects.get())
        .containsExactly(to("10.0.0.1", 80, 90, 10001), to("fd00::1", 80, 90, 10001));
    assertThat(redirects.announced()).containsExactly("7:ingress:tcp:80:cilium-http-ingress");
    assertThat(redirects.proxyPorts()).containsExactly(10001);
  }

  @Test
  void pendingRedirectLeadsNowhereUntilItIsAnnounced() throws IOException {
    write("[]", "[" + redirect(80, 80, "0") + "]");
    assertThat(redirects.get()).contains(to("10.0.0.1", 80, 80, 0));
    assertThat(redirects.pending()).hasSize(1);

    write("[" + redirect(80, 80, "10001") + "]", "[]");
    assertThat(redirects.get()).contains(to("10.0.0.1", 80, 80, 10001));
  }

  @Test
  void whatIsPendingAgainGoesOnAsItWas() throws IOException {
    write("[" + redirect(80, 80, "10001") + "]", "[]");
    redirects.get();
    write("[]", "[" + redirect(80, 80, "0") + "]");

    assertThat(redirects.get()).contains(to("10.0.0.1", 80, 80, 10001));
  }

  @Test
  void whatHasNoListenerAnyMoreLeadsNowhere() throws IOException {
    write("[" + redirect(80, 80, "10001") + "]", "[]");
    redirects.get();
    String pending = redirect(80, 80, "0").replace("\"proxyPort\": 0", "\"reason\": \"none\"");
    write("[]", "[" + pending + "]");

    assertThat(redirects.get())
        .containsExactly(to("10.0.0.1", 80, 80, 0), to("fd00::1", 80, 80, 0));
  }

  @Test
  void fileThatCannotBeReadChangesNothing() throws IOException {
    write("[" + redirect(80, 80, "10001") + "]", "[]");
    redirects.get();

    Files.writeString(folder.resolve("redirects.json"), "{\"version\": 1, \"redi");
    assertThat(redirects.get()).hasSize(2);
    Files.writeString(folder.resolve("redirects.json"), "{\"version\": 2, \"redirects\": []}");
    assertThat(redirects.get()).hasSize(2);
    Files.delete(folder.resolve("redirects.json"));
    assertThat(redirects.get()).hasSize(2);
  }

  @Test
  void whatIsInNeitherListIsTakenAway() throws IOException {
    write("[" + redirect(80, 80, "10001") + "]", "[]");
    redirects.get();
    write("[]", "[]");

    assertThat(redirects.get()).isEmpty();
  }

  private void write(String announced, String pending) throws IOException {
    Files.writeString(
        folder.resolve("redirects.json"),
        "{\"version\": 1, \"revision\": 1, \"redirects\": %s, \"pending\": %s}"
            .formatted(announced, pending));
  }

  private static String redirect(int port, int endPort, String proxyPort) {
    return """
        {"id": "7:ingress:tcp:80:cilium-http-ingress", "endpointId": 7,
         "addresses": ["10.0.0.1", "fd00::1"], "direction": "ingress", "protocol": "TCP",
         "port": %d, "endPort": %d, "listener": "cilium-http-ingress", "proxyPort": %s}
        """
        .formatted(port, endPort, proxyPort);
  }

  private static Redirect to(String pod, int first, int last, int proxyPort) {
    return new Redirect(InetAddresses.forString(pod), Way.INGRESS, first, last, proxyPort);
  }
}
