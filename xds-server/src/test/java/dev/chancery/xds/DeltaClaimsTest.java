package dev.chancery.xds;

import static dev.chancery.xds.Samples.POLICY;
import static dev.chancery.xds.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.chancery.xds.Delivery.Acked;
import dev.chancery.xds.Delivery.Rejected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An incremental client never has one address twice, whatever it refuses. */
class DeltaClaimsTest {
  private static final int HISTORIES = Integer.getInteger("chancery.histories", 100);
  private static final long SEED = Long.getLong("chancery.seed", System.nanoTime());

  private TestServer server = newServer();
  private DeltaProxy proxy = new DeltaProxy(server, true);

  private static TestServer newServer() {
    return TestServer.inProcess(
        XdsServer.builder()
            .type(
                ResourceType.of(POLICY)
                    .withVersions(VersionScheme.numbered())
                    .withIsolation(DeltaClaimsTest::addresses)));
  }

  @AfterEach
  void stopServer() throws Exception {
    assertThat(server.xds.count(Counter.ERRORS)).isZero();
    server.close();
  }

  /** Of {@code name=content@address} the address. */
  private static Set<String> addresses(Any body) {
    String text = body.getValue().toStringUtf8();
    return text.contains("@") ? Set.of(text.substring(text.indexOf('@'))) : Set.of();
  }

  @Test
  void olderVersionGoesBeforeWhatClaimsItsAddress() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"));
    proxy.subscribe().answerAll();
    server.publish(policy("a", "bad@.3"), policy("b", "2@.1"));
    proxy.answerAll();
    assertThat(proxy.held.values()).containsExactly("b=2@.1");
    assertThat(server.delivery("n", policy("a"))).isInstanceOf(Rejected.class);
    server.publish(policy("a", "1@.3"));
    proxy.answerAll();
    assertThat(proxy.held.values()).containsExactly("a=1@.3", "b=2@.1");
  }

  @Test
  void olderVersionStaysWhileNobodyClaimsItsAddress() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"));
    proxy.subscribe().answerAll();
    server.publish(policy("a", "bad@.3"), policy("b", "2@.2"));
    proxy.answerAll();
    assertThat(proxy.held.values()).containsExactly("a=1@.1", "b=2@.2");
    server.publish(policy("b", "3@.1"));
    proxy.answerAll();
    assertThat(proxy.held.values()).containsExactly("b=3@.1");
  }

  @Test
  void addressesThatAreExchangedGetThroughThoughAnotherPolicyIsRefused() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"));
    proxy.subscribe().answerAll();
    server.publish(policy("b", "2@.1"), policy("a", "2@.2"), policy("c", "bad@.3"));
    proxy.answerAll();
    assertThat(proxy.held.values()).containsExactly("a=2@.2", "b=2@.1");
    assertThat(server.delivery("n", policy("a"))).isInstanceOf(Acked.class);
    assertThat(server.delivery("n", policy("b"))).isInstanceOf(Acked.class);
  }

  @Test
  void whatAClientBringsAlongGoesToo() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"));
    proxy.subscribe().answerAll();
    server.publish(policy("a", "bad@.3"));
    proxy.answerAll();
    proxy.comeBack();
    proxy.answerAll();
    assertThat(proxy.held.values()).containsExactly("a=1@.1", "b=1@.2");
    server.publish(policy("b", "2@.4"));
    proxy.answerAll();
    assertThat(proxy.held.values())
        .as("what it refused is known")
        .containsExactly("a=1@.1", "b=2@.4");
    server.publish(policy("b", "3@.1"));
    proxy.answerAll();
    assertThat(proxy.held.values()).containsExactly("b=3@.1");
  }

  @Test
  void whatNobodyKnowsGoesBeforeWhatClaimsSomething() {
    server.publish(policy("a", "bad@.3"), policy("b", "2@.1"));
    proxy.bringAlong("a", "1@.1").answerAll();
    assertThat(proxy.held.values()).containsExactly("b=2@.1");
  }

  @Test
  void whatIsGoneAndWhatNobodyKnowsAreTheSameName() {
    server.publish(policy("b", "2@.1"));
    proxy.bringAlong("a", "1@.1").answerAll();
    assertThat(proxy.held.values()).containsExactly("b=2@.1");
  }

  @Test
  void newStreamBringsEverythingAgain() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"), policy("c", "1@.3"));
    proxy.subscribe().answerAll();
    proxy.disconnect();
    server.publish(policy("b", "2@.2"));
    server.remove(policy("c"));
    proxy.reconnect();
    proxy.answerAll();
    assertThat(proxy.held.values()).containsExactly("a=1@.1", "b=2@.2");
  }

  @Test
  void newStreamBringsWhatStandsInPlaceOfARefusedVersion() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"));
    proxy.subscribe().answerAll();
    server.publish(policy("a", "bad@.1"));
    proxy.answerAll();
    for (int i = 0; i < 2; i++) {
      proxy.comeBack();
      proxy.answerOne();
      assertThat(proxy.held.values()).containsExactly("a=1@.1", "b=1@.2");
      assertThat(proxy.unread()).isZero();
      assertThat(server.delivery("n", policy("a"))).isInstanceOf(Rejected.class);
    }
    server.publish(policy("b", "2@.1"));
    proxy.answerAll();
    assertThat(proxy.held.values()).containsExactly("b=2@.1");
  }

  @Test
  void whatIsKnownToBeGoodIsNotMissingWhileARefusedResponseIsNarrowedDown() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"), policy("c", "1@.3"));
    proxy.subscribe().answerAll();
    proxy.disconnect();
    server.publish(policy("a", "bad@.1"), policy("b", "2@.2"));
    proxy.reconnect();
    proxy.answerOne();
    while (proxy.unread() > 0) {
      proxy.answerOne();
      assertThat(proxy.held).containsEntry("c", "c=1@.3");
    }
    assertThat(proxy.held.values()).containsExactly("b=2@.2", "c=1@.3");
  }

  @Test
  void whatLeavesWithTheFirstResponseIsRemovedOnce() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"));
    proxy.subscribe().answerAll();
    server.publish(policy("a", "bad@.3"));
    proxy.answerAll();
    proxy.disconnect();
    server.publish(policy("b", "2@.1"));
    proxy.reconnect();
    proxy.answerOne();
    assertThat(proxy.unread()).isZero();
    server.publish(policy("b", "3@.1"));
    proxy.answerOne();
    assertThat(proxy.held.values()).containsExactly("b=3@.1");
  }

  @Test
  void whatAClientBringsAlongStandsInForWhatItRefusesBeforeItHasTakenAnything() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"));
    proxy.subscribe().answerAll();
    proxy.disconnect();
    server.publish(policy("b", "bad@.2"));
    proxy.reconnect();
    server.publish(policy("a", "bad@.1"));
    proxy.answerAll();
    assertThat(proxy.held.values()).containsExactly("a=1@.1");
    proxy.comeBack();
    proxy.answerAll();
    assertThat(proxy.held.values()).containsExactly("a=1@.1");
  }

  @Test
  void clientThatComesBackAndRefusesEverythingTakesAnAnswerWithoutIt() {
    server.publish(policy("a", "bad@.1"));
    proxy.bringAlong("a", "1@.1").answerAll();
    assertThat(proxy.held).isEmpty();
    assertThat(proxy.taken()).isEqualTo(1);
    assertThat(server.delivery("n", policy("a"))).isInstanceOf(Rejected.class);
  }

  @Test
  void atRestTheClientHasAllThatIsGood() throws Exception {
    System.out.println("DeltaClaimsTest: -Dchancery.seed=" + SEED);
    for (int i = 0; i < HISTORIES; i++) {
      stopServer();
      server = newServer();
      Random random = new Random(SEED + i);
      proxy = new DeltaProxy(server, random.nextBoolean());
      try {
        play(random);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + SEED + ", history " + i, e);
      }
    }
  }

  private void play(Random random) {
    proxy.subscribe();
    List<String> addresses = new ArrayList<>(List.of("@.0", "@.1", "@.2", "@.3", "@.4", "@.5"));
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> edit(addresses, random);
        case 3 -> proxy.comeBack();
        default -> proxy.answerOne();
      }
    }
    proxy.answerAll();
    atRest();
  }

  /** Addresses move among all; one resource in six is bad, and one in six is gone. */
  private void edit(List<String> addresses, Random random) {
    Collections.shuffle(addresses.subList(0, 1 + random.nextInt(6)), random);
    List<Resource> set = new ArrayList<>();
    List<ResourceKey> gone = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      int fate = random.nextInt(6);
      if (fate == 0) {
        gone.add(policy("p" + i));
      } else {
        set.add(policy("p" + i, (fate == 1 ? "bad" : "good") + addresses.get(i)));
      }
    }
    server.xds.store().update(set, gone);
  }

  private void atRest() {
    Map<String, String> expected = new TreeMap<>();
    server
        .xds
        .store()
        .snapshot()
        .forEach((key, resource) -> expected.put(key.name(), Samples.read(resource.body())));
    assertThat(expected.keySet()).as("nothing that is gone").containsAll(proxy.held.keySet());
    expected.forEach(
        (name, content) -> {
          if (content.contains("=bad")) {
            assertThat(server.delivery("n", policy(name))).isInstanceOf(Rejected.class);
          } else {
            assertThat(proxy.held).containsEntry(name, content);
          }
        });
  }
}
