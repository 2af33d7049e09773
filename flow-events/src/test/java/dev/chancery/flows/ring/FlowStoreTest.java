package dev.chancery.flows.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.flow.Endpoint;
import dev.chancery.api.flow.Flow;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowStoreTest {
  private final TestClock clock = new TestClock();
  private final FlowStore store = new FlowStore(new FlowRing(7), clock);

  private static Flow between(String source, String destination) {
    return Flow.newBuilder()
        .setSource(Endpoint.newBuilder().setNamespace(source).setClusterName("c"))
        .setDestination(Endpoint.newBuilder().setNamespace(destination))
        .build();
  }

  @Test
  void countsFlowsAndLosses() {
    for (int i = 0; i < 10; i++) {
      store.add(between("a", "b"));
    }
    store.addLost(4);
    assertThat(store.seen()).isEqualTo(10);
    assertThat(store.lost()).isEqualTo(4);
    assertThat(store.ring().size()).isEqualTo(7);
    var newest = (FlowRing.Read.Found) store.ring().read(10);
    var lost = ((FlowEvent.Lost) newest.event()).event();
    assertThat(lost.getNumEventsLost()).isEqualTo(4);
    assertThat(lost.getSource().name()).isEqualTo("OBSERVER_EVENTS_QUEUE");
  }

  @Test
  void rateIsThatOfTheLastMinute() {
    for (int second = 0; second < 10; second++) {
      store.add(between("a", "b"));
      store.add(between("a", "b"));
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(store.flowsRate()).isEqualTo(20.0 / 11);
    clock.advance(Duration.ofSeconds(54));
    assertThat(store.flowsRate()).isEqualTo(10.0 / 60);
    clock.advance(Duration.ofDays(400));
    assertThat(store.flowsRate()).isZero();
  }

  @Test
  void clockThatGoesBackDoesNoHarm() {
    store.add(between("a", "b"));
    clock.advance(Duration.ofHours(-5));
    store.add(between("a", "b"));
    assertThat(store.flowsRate()).isEqualTo(2.0);
    assertThat(store.uptime()).isZero();
  }

  @Test
  void namespacesAreThoseOfTheLastHourInOrder() {
    store.add(between("old", ""));
    clock.advance(Duration.ofMinutes(61));
    store.add(between("b", "z"));
    store.add(between("a", "b"));
    assertThat(store.namespaces())
        .containsExactly(
            new SeenNamespace("", "b"),
            new SeenNamespace("", "z"),
            new SeenNamespace("c", "a"),
            new SeenNamespace("c", "b"));
  }

  @Test
  void namespacesAreBounded() {
    for (int i = 0; i < 2 * SeenNamespaces.CAPACITY; i++) {
      store.add(between("ns" + i, ""));
    }
    assertThat(store.namespaces()).hasSize(SeenNamespaces.CAPACITY);
  }
}
