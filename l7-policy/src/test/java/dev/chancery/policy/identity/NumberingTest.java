package dev.chancery.policy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumberingTest {
  private static final Labels WEB = Labels.of(Label.k8s("app", "web"));
  private static final Labels DB = Labels.of(Label.k8s("app", "db"));

  @Test
  void sameWorldGetsSameNumbersInAnyOrder() {
    Numbering one = Numbering.empty().plusWorkloads(List.of(WEB, DB)).plusEndpoints(List.of("a/b"));
    Numbering other =
        Numbering.empty().plusEndpoints(List.of("a/b")).plusWorkloads(List.of(DB, WEB));

    assertThat(one).isEqualTo(other);
    assertThat(one.workload(WEB).number()).isBetween(256, 65535);
    assertThat(one.endpoint("a/b")).isBetween(1, 65535);
    assertThat(one.workload(WEB).labels()).isEqualTo(WEB);
  }

  @Test
  void isRebuiltFromItsMaps() {
    Numbering one =
        Numbering.empty()
            .plusWorkloads(List.of(WEB))
            .withLocal(List.of(IpPrefix.parse("10.0.0.0/8")), List.of())
            .plusEndpoints(List.of("a/b"));

    assertThat(
            Numbering.of(
                one.workloads().numbers(), one.prefixes().numbers(), one.endpoints().numbers()))
        .isEqualTo(one);
  }

  @Test
  void numbersOnceGivenAreKept() {
    Numbering stored = Numbering.of(Map.of(Numbering.name(WEB), 300), Map.of(), Map.of("a/b", 7));

    Numbering later = stored.plusWorkloads(List.of(WEB, DB)).plusEndpoints(List.of("a/b", "a/c"));
    assertThat(later.workload(WEB).number()).isEqualTo(300);
    assertThat(later.endpoint("a/b")).isEqualTo(7);
  }

  @Test
  void collisionsTakeTheNextFreeNumberUntilNoneIsLeft() {
    var names = IntStream.range(0, 10).mapToObj(i -> "n" + i).toList();
    Assignments full = new Assignments(1, 10, Map.of()).plus(names);

    assertThat(full.numbers().values())
        .containsExactlyInAnyOrder(IntStream.rangeClosed(1, 10).boxed().toArray(Integer[]::new));
    assertThatThrownBy(() -> full.plus(List.of("more"))).isInstanceOf(IllegalStateException.class);
    assertThat(full.only(List.of("n1")).numbers()).containsOnlyKeys("n1");
  }

  @Test
  void storedNumbersAreChecked() {
    assertThatThrownBy(() -> Numbering.of(Map.of("x", 12), Map.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Numbering.of(Map.of("x", 300, "y", 300), Map.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void prefixesCarryTheLabelsOfTheWorld() {
    Numbering numbering =
        Numbering.empty().withLocal(List.of(IpPrefix.parse("2001:db8::/32")), List.of());
    Identity identity = numbering.prefix(IpPrefix.parse("2001:db8::/32"));

    assertThat(identity.number()).isGreaterThan(Identity.FIRST_LOCAL);
    assertThat(identity.labels().texts()).containsExactly("cidr:2001-db8--0/32", "reserved:world");
    assertThat(PrefixLabels.prefixes(identity.labels()))
        .containsExactly(IpPrefix.parse("2001:db8::/32"));
    assertThat(PrefixLabels.prefixes(PrefixLabels.of(IpPrefix.parse("::/0"))))
        .containsExactly(IpPrefix.parse("::/0"));
  }
}
