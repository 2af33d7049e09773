package dev.chancery.policy.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.label.Requirement.Operator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectorTest {
  private static final Labels POD =
      Labels.of(
          Label.k8s("app", "web"),
          new Label("container", "app", "box"),
          Label.k8s("io.kubernetes.pod.namespace", "shop"));
  private static final Labels HOST = Labels.of(Label.reserved("host"));

  private static Requirement require(String key, Operator operator, String... values) {
    return new Requirement(LabelKey.parse(key), operator, List.of(values));
  }

  @Test
  void keyWithoutSourceFitsEverySource() {
    assertThat(require("app", Operator.IN, "web").matches(POD)).isTrue();
    assertThat(require("app", Operator.IN, "box").matches(POD)).isTrue();
    assertThat(require("any:app", Operator.IN, "box").matches(POD)).isTrue();
    assertThat(require("k8s:app", Operator.IN, "box").matches(POD)).isFalse();
    assertThat(require("container:app", Operator.IN, "box").matches(POD)).isTrue();
  }

  @Test
  void negativeOperatorsHoldWhereTheKeyIsAbsent() {
    assertThat(require("tier", Operator.NOT_IN, "back").matches(POD)).isTrue();
    assertThat(require("tier", Operator.DOES_NOT_EXIST).matches(POD)).isTrue();
    assertThat(require("tier", Operator.EXISTS).matches(POD)).isFalse();
    assertThat(require("tier", Operator.IN, "").matches(POD)).isFalse();
    assertThat(require("app", Operator.NOT_IN, "web", "x").matches(POD)).isFalse();
    assertThat(require("app", Operator.DOES_NOT_EXIST).matches(POD)).isFalse();
  }

  @Test
  void allRequirementsMustHold() {
    Selector both =
        Selector.of(require("app", Operator.IN, "web"), require("tier", Operator.EXISTS));

    assertThat(both.matches(POD)).isFalse();
    assertThat(Selector.EVERYTHING.matches(POD)).isTrue();
    assertThat(Selector.EVERYTHING.matches(HOST)).isTrue();
  }

  @Test
  void keysAreReadWithTheirSource() {
    assertThat(LabelKey.parse("reserved:host")).isEqualTo(new LabelKey("reserved", "host"));
    assertThat(LabelKey.parse("reserved.host")).isEqualTo(new LabelKey("reserved", "host"));
    assertThat(LabelKey.parse("io.kubernetes.pod.namespace"))
        .isEqualTo(new LabelKey("any", "io.kubernetes.pod.namespace"));
    assertThat(LabelKey.parse(":app")).isEqualTo(new LabelKey("any", ":app"));
    assertThat(require("reserved:host", Operator.EXISTS).matches(HOST)).isTrue();
  }
}
