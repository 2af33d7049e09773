package dev.chancery.agent.proxyports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.envoy.cilium.IpFamilies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProxyPortsTest {
  private static final String EGRESS = "cilium-http-egress";
  private static final String INGRESS = "cilium-http-ingress";
  private static final long SEED = Long.getLong("chancery.seed", System.nanoTime());

  private final TestClock clock = new TestClock();
  private final BitSet open = new BitSet();
  private final Random random = new Random(SEED);

  @TempDir Path folder;

  private ProxyPorts ports;

  @BeforeEach
  void begin() {
    ports = new ProxyPorts(new ProxyPortRange(10000, 10009), () -> open, file(), clock, random);
  }

  @AfterEach
  void noPortHasTwoNames() {
    assertThat(ports.ports()).extracting(ProxyPort::port).doesNotHaveDuplicates();
    assertThat(ports.ports()).extracting(ProxyPort::port).allMatch(p -> p >= 10000 && p <= 10009);
  }

  @Test
  void everyReferenceToANameGetsTheSamePort() {
    int port = acquire(EGRESS);

    assertThat(acquire(EGRESS)).isEqualTo(port);
    assertThat(ports.ports())
        .containsExactly(new ProxyPort(EGRESS, port, false, 2, Optional.empty()));
  }

  @Test
  void portThatIsOpenIsNotGiven() {
    open.set(10000, 10007);
    open.set(10008, 10010);

    assertThat(acquire(EGRESS)).isEqualTo(10007);
  }

  @Test
  void exhaustedRangeIsAnErrorThatNamesTheRange() {
    open.set(10001, 10010);
    acquire(EGRESS);

    assertThat(ports.acquire(INGRESS))
        .isEqualTo(
            new Acquired.None(
                "cilium-http-ingress: no free port in the proxy port range 10000-10009 (expected:"
                    + " a range with more ports)"));
    assertThat(ports.ports()).extracting(ProxyPort::name).containsExactly(EGRESS);
  }

  @Test
  void refusedPortIsFollowedByAnotherAndTheFifthIsTheLast() {
    Set<Integer> tried = new HashSet<>();
    Acquired next = ports.acquire(EGRESS);
    for (int i = 1; i <= ProxyPorts.MAX_ATTEMPTS; i++) {
      assertThat(next).isInstanceOf(Acquired.Port.class);
      tried.add(port(next));
      next = ports.rejected(EGRESS, port(next));
    }

    assertThat(tried).hasSize(ProxyPorts.MAX_ATTEMPTS);
    assertThat(next).isInstanceOf(Acquired.None.class);
    assertThat(((Acquired.None) next).reason()).contains(EGRESS, "refused 5 ports");
    assertThat(ports.ports()).isEmpty();
    assertThat(ports.acquire(EGRESS)).isInstanceOf(Acquired.Port.class);
  }

  @Test
  void acknowledgedPortBeginsTheCountAnew() {
    int port = acquire(EGRESS);
    for (int i = 0; i < 20; i++) {
      ports.acknowledged(EGRESS, port);
      port = port(ports.rejected(EGRESS, port));
    }
    assertThat(ports.ports()).singleElement().matches(p -> !p.acknowledged());
  }

  @Test
  void refusedPortsAreTriedAgainOnlyWhenNoOtherIsLeft() {
    open.set(10002, 10010);
    int first = acquire(EGRESS);
    int second = port(ports.rejected(EGRESS, first));
    int third = port(ports.rejected(EGRESS, second));

    assertThat(List.of(first, second)).containsExactlyInAnyOrder(10000, 10001);
    assertThat(third).isIn(10000, 10001);
  }

  @Test
  void answersThatSpeakOfAnotherPortChangeNothing() {
    int port = acquire(EGRESS);
    ports.acknowledged(EGRESS, port + 1);
    ports.acknowledged(INGRESS, port);

    assertThat(ports.rejected(EGRESS, port + 1)).isEqualTo(new Acquired.Port(port));
    assertThat(ports.rejected(INGRESS, port)).isInstanceOf(Acquired.None.class);
    assertThat(ports.ports()).singleElement().matches(p -> !p.acknowledged() && p.port() == port);
  }

  @Test
  void releasedPortIsKeptFromOtherNamesForFiveMinutes() {
    open.set(10001, 10010);
    int port = acquire(EGRESS);
    ports.acknowledged(EGRESS, port);
    ports.release(EGRESS);

    clock.advance(ProxyPorts.REUSE_DELAY.minusMillis(1));
    assertThat(ports.acquire(INGRESS)).isInstanceOf(Acquired.None.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(acquire(INGRESS)).isEqualTo(port);
  }

  @Test
  void newReferenceEndsTheDelay() {
    int port = acquire(EGRESS);
    ports.acknowledged(EGRESS, port);
    ports.release(EGRESS);
    assertThat(ports.ports()).singleElement().matches(p -> p.freeAt().isPresent());

    assertThat(acquire(EGRESS)).isEqualTo(port);
    clock.advance(ProxyPorts.REUSE_DELAY.multipliedBy(2));
    ports.refresh();
    assertThat(ports.ports()).singleElement().matches(p -> p.acknowledged() && p.users() == 1);
  }

  @Test
  void releaseOfOneReferenceOfTwoChangesNothing() {
    acquire(EGRESS);
    acquire(EGRESS);
    ports.release(EGRESS);
    clock.advance(ProxyPorts.REUSE_DELAY.multipliedBy(2));
    ports.refresh();

    assertThat(ports.ports()).hasSize(1);
    ports.release(EGRESS);
    ports.release(EGRESS);
    ports.release(INGRESS);
    clock.advance(ProxyPorts.REUSE_DELAY);
    ports.refresh();
    assertThat(ports.ports()).isEmpty();
  }

  @Test
  void nameGetsThePortThatItHadLastEvenIfThatIsOpen() {
    int port = acquire(EGRESS);
    ports.acknowledged(EGRESS, port);
    ports.release(EGRESS);
    clock.advance(ProxyPorts.REUSE_DELAY);
    open.set(10000, 10010);

    assertThat(acquire(EGRESS)).isEqualTo(port);
    assertThat(ports.acquire(INGRESS)).isInstanceOf(Acquired.None.class);
  }

  @Test
  void nameGetsThePortThatAnEarlierAgentSavedEvenIfThatIsOpen() {
    open.set(10000, 10010);
    assertThat(ports.acquire(EGRESS)).isInstanceOf(Acquired.None.class);

    saved(10004);
    assertThat(acquire(EGRESS)).isEqualTo(10004);
  }

  @Test
  void refusalOfARestoredPortLeadsToAnother() {
    saved(10003);
    int restored = acquire(EGRESS);
    int next = port(ports.rejected(EGRESS, restored));

    assertThat(restored).isEqualTo(10003);
    assertThat(next).isNotEqualTo(10003);
  }

  @Test
  void onlyAcknowledgedPortsAreSaved() throws IOException {
    int egress = acquire(EGRESS);
    acquire(INGRESS);
    ports.acknowledged(EGRESS, egress);
    assertThat(Files.readString(path())).contains(EGRESS).doesNotContain(INGRESS);

    ports.rejected(EGRESS, egress);
    assertThat(Files.readString(path())).isEqualTo("{}\n");
  }

  @Test
  void savedPortsOutOfRangeAndSharedOnesAreNotUsed() throws IOException {
    Files.writeString(
        path(),
        """
        {"a": {"type": "", "ingress": true, "port": 80},
         "b": {"type": "", "ingress": true, "port": 10003},
         "c": {"type": "", "ingress": true, "port": 10003}}
        """);
    touch();
    open.set(10003);
    begin();

    assertThat(acquire("b")).isEqualTo(10003);
    assertThat(acquire("a")).isBetween(10000, 10009);
    assertThat(acquire("c")).isBetween(10000, 10009).isNotEqualTo(10003);
  }

  @Test
  void refreshTellsTheNextAgentThatThisOneLives() throws IOException {
    ports.acknowledged(EGRESS, acquire(EGRESS));
    Files.setLastModifiedTime(path(), FileTime.fromMillis(0));
    ports.refresh();

    assertThat(Files.getLastModifiedTime(path()).toMillis()).isPositive();
  }

  @Test
  void anyOrderOfCallsGivesEachNameAPortOfItsOwn() {
    System.out.println("chancery.seed=" + SEED);
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    for (int step = 0; step < 2_000; step++) {
      String name = names.get(random.nextInt(names.size()));
      int port = 10000 + random.nextInt(10);
      switch (random.nextInt(6)) {
        case 0 -> ports.acquire(name);
        case 1 -> ports.release(name);
        case 2 -> ports.acknowledged(name, port);
        case 3 -> ports.rejected(name, port);
        case 4 -> clock.advance(Duration.ofSeconds(random.nextInt(200)));
        default ->
            new ArrayList<>(ports.ports()).forEach(p -> ports.acknowledged(p.name(), p.port()));
      }
      noPortHasTwoNames();
    }
  }

  private void saved(int port) {
    file().save(Map.of(EGRESS, port));
    touch();
    begin();
  }

  private void touch() {
    try {
      Files.setLastModifiedTime(path(), FileTime.from(clock.instant()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int acquire(String name) {
    return port(ports.acquire(name));
  }

  private static int port(Acquired acquired) {
    return ((Acquired.Port) acquired).port();
  }

  private Path path() {
    return folder.resolve("proxy_ports_state.json");
  }

  private PortsFile file() {
    return new PortsFile(path(), PortsFile.DEFAULT_AGE_LIMIT, IpFamilies.IPV4);
  }
}
