package dev.chancery.policy.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.resolve.Redirect;
import dev.chancery.policy.resolve.Redirect.Parser;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** spec/policy.md §4.4: the precedence of what an entry does. */
class PrecedenceTableTest {
  private static Redirect listener(int priority) {
    return new Redirect(Parser.CRD, priority, OptionalInt.of(12001));
  }

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> ROWS =
      List.of(
          Arguments.of("deny", Action.DENY, null, 0xFFFFFFFFL),
          Arguments.of("a listener of priority 1", Action.ALLOW, listener(1), 0xFFFFFFFEL),
          Arguments.of("a listener of priority 100", Action.ALLOW, listener(100), 0xFFFFFF9BL),
          Arguments.of("http", Action.ALLOW, Redirect.to(Parser.HTTP), 0xFFFFFF9AL),
          Arguments.of("kafka", Action.ALLOW, Redirect.to(Parser.KAFKA), 0xFFFFFF95L),
          Arguments.of("a generic parser", Action.ALLOW, Redirect.to(Parser.PROXYLIB), 0xFFFFFF90L),
          Arguments.of("tls", Action.ALLOW, Redirect.to(Parser.TLS), 0xFFFFFF8BL),
          Arguments.of("dns", Action.ALLOW, Redirect.to(Parser.DNS), 0xFFFFFF86L),
          Arguments.of("a listener without priority", Action.ALLOW, listener(126), 0xFFFFFF81L),
          Arguments.of("plain allow", Action.ALLOW, null, 0xFFFFFF01L));

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void isEncodedInTheLowByte(
      String name, Action action, @Nullable Redirect redirect, long precedence) {
    var entry =
        new MapEntry(
            MapKey.everything(Direction.INGRESS, 7),
            action,
            Optional.ofNullable(redirect),
            Optional.empty());

    assertThat(entry.precedence()).isEqualTo(precedence);
  }
}
