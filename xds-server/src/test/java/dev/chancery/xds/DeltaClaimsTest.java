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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An incremental client never has one address twice, whatever it refuses. */
class DeltaClaimsTest {
  private static final int HISTORIES = Integer.getInteger("chancery.histories", 100);
  private static final long SEED = Long.getLong("chancery.seed", System.nanoTime());

  private TestServer server = newServer();
  private final Map<String, String> held = new TreeMap<>();

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

  /** Answers as a proxy that refuses whatever has a bad resource, until quiet. */
  private void answerAll(DeltaClient client) {
    while (client.unread() > 0) {
      answer(client);
    }
  }

  private void answer(DeltaClient client) {
    Received next = client.next();
    if (next.resources().stream().anyMatch(r -> r.contains("=bad"))) {
      client.nack(next, "bad policy");
      return;
    }
    next.removed().forEach(held::remove);
    next.resources().forEach(r -> held.put(r.substring(0, r.indexOf('=')), r));
    assertThat(held.values().stream().map(r -> r.substring(r.indexOf('@'))))
        .doesNotHaveDuplicates();
    client.ack(next);
  }

  @Test
  void olderVersionGoesBeforeWhatClaimsItsAddress() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"));
    var client = server.delta("n").subscribe(POLICY);
    answerAll(client);
    server.publish(policy("a", "bad@.3"), policy("b", "2@.1"));
    answerAll(client);
    assertThat(held.values()).containsExactly("b=2@.1");
    assertThat(server.delivery("n", policy("a"))).isInstanceOf(Rejected.class);
    server.publish(policy("a", "1@.3"));
    answerAll(client);
    assertThat(held.values()).containsExactly("a=1@.3", "b=2@.1");
  }

  @Test
  void olderVersionStaysWhileNobodyClaimsItsAddress() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"));
    var client = server.delta("n").subscribe(POLICY);
    answerAll(client);
    server.publish(policy("a", "bad@.3"), policy("b", "2@.2"));
    answerAll(client);
    assertThat(held.values()).containsExactly("a=1@.1", "b=2@.2");
    server.publish(policy("b", "3@.1"));
    answerAll(client);
    assertThat(held.values()).containsExactly("b=3@.1");
  }

  @Test
  void addressesThatAreExchangedGetThroughThoughAnotherPolicyIsRefused() {
    server.publish(policy("a", "1@.1"), policy("b", "1@.2"));
    var client = server.delta("n").subscribe(POLICY);
    answerAll(client);
    server.publish(policy("b", "2@.1"), policy("a", "2@.2"), policy("c", "bad@.3"));
    answerAll(client);
    assertThat(held.values()).containsExactly("a=2@.2", "b=2@.1");
    assertThat(server.delivery("n", policy("a"))).isInstanceOf(Acked.class);
    assertThat(server.delivery("n", policy("b"))).isInstanceOf(Acked.class);
  }

  @Test
  void whatAClientBringsAlongGoesToo() {
    String first = server.publish(policy("a", "1@.1"));
    String second = server.publish(policy("b", "1@.2"));
    var client = server.delta("n").subscribe(POLICY);
    answerAll(client);
    server.publish(policy("a", "bad@.3"));
    answerAll(client);
    client.close();
    var again = server.delta("n").subscribe(POLICY, List.of(), Map.of("a", first, "b", second));
    answerAll(again);
    assertThat(held.values()).containsExactly("a=1@.1", "b=1@.2");
    server.publish(policy("b", "2@.4"));
    answerAll(again);
    assertThat(held.values()).as("what it refused is known").containsExactly("a=1@.1", "b=2@.4");
    server.publish(policy("b", "3@.1"));
    answerAll(again);
    assertThat(held.values()).containsExactly("b=3@.1");
  }

  @Test
  void whatNobodyKnowsGoesBeforeWhatClaimsSomething() {
    server.publish(policy("a", "bad@.3"), policy("b", "2@.1"));
    held.put("a", "a=1@.1");
    var client =
        server.delta("n").subscribe(POLICY, List.of("*"), Map.of("a", "from another agent"));
    answerAll(client);
    assertThat(held.values()).containsExactly("b=2@.1");
  }

  @Test
  void atRestTheClientHasAllThatIsGood() throws Exception {
    System.out.println("DeltaClaimsTest: -Dchancery.seed=" + SEED);
    for (int i = 0; i < HISTORIES; i++) {
      stopServer();
      server = newServer();
      held.clear();
      try {
        play(new Random(SEED + i));
      } catch (AssertionError e) {
        throw new AssertionError("seed " + SEED + ", history " + i, e);
      }
    }
  }

  private void play(Random random) {
    DeltaClient client = server.delta("n").subscribe(POLICY);
    List<String> addresses = new ArrayList<>(List.of("@.0", "@.1", "@.2", "@.3", "@.4", "@.5"));
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> edit(addresses, random);
        case 3 -> client = comeBack(client);
        default -> {
          if (client.unread() > 0) {
            answer(client);
          }
        }
      }
    }
    answerAll(client);
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

  private DeltaClient comeBack(DeltaClient client) {
    client.close();
    Map<String, String> has =
        held.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> version(e.getValue())));
    return server.delta("n").subscribe(POLICY, List.of("*"), has);
  }

  private static String version(String text) {
    int end = text.indexOf('=');
    return policy(text.substring(0, end), text.substring(end + 1)).version();
  }

  private void atRest() {
    Map<String, String> expected = new TreeMap<>();
    server
        .xds
        .store()
        .snapshot()
        .forEach((key, resource) -> expected.put(key.name(), Samples.read(resource.body())));
    assertThat(expected.keySet()).as("nothing that is gone").containsAll(held.keySet());
    expected.forEach(
        (name, content) -> {
          if (content.contains("=bad")) {
            assertThat(server.delivery("n", policy(name))).isInstanceOf(Rejected.class);
          } else {
            assertThat(held).containsEntry(name, content);
          }
        });
  }
}
