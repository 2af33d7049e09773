package dev.chancery.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LastGoodTest {
  private LastGood<String, String> state = LastGood.empty();
  private List<Problem> problems = List.of();
  private java.util.Set<String> stale = java.util.Set.of();

  @Test
  void goodVersionsReplaceOlderOnes() {
    given(good("f", "a", "1"));
    given(good("f", "a", "2"));
    assertThat(inForce()).containsExactly("a=2");
    assertThat(problems).isEmpty();
  }

  @Test
  void whatIsRemovedIsNoLongerInForce() {
    given(good("f", "a", "1"), good("f", "b", "1"));
    given(good("f", "b", "1"));
    assertThat(inForce()).containsExactly("b=1");
  }

  @Test
  void brokenVersionKeepsTheOneBefore() {
    given(good("f", "a", "1"), good("f", "b", "1"));
    given(broken("f", "a"), good("f", "b", "2"));
    assertThat(inForce()).containsExactlyInAnyOrder("a=1", "b=2");
    assertThat(stale).containsExactly("a");
    assertThat(problems).hasSize(1);
    given(broken("f", "a"), good("f", "b", "2"));
    assertThat(inForce()).containsExactlyInAnyOrder("a=1", "b=2");
    given(good("f", "a", "3"));
    assertThat(inForce()).containsExactly("a=3");
  }

  @Test
  void documentThatDoesNotSayWhatItIsKeepsWhatItsFileGave() {
    given(good("f", "a", "1"), good("f", "b", "1"), good("g", "c", "1"));
    given(unidentified("f"), good("f", "b", "2"));
    assertThat(inForce()).containsExactlyInAnyOrder("a=1", "b=2");
    assertThat(stale).containsExactly("a");
  }

  @Test
  void brokenFromTheStartIsNotInForce() {
    given(broken("f", "a"), unidentified("g"));
    assertThat(inForce()).isEmpty();
    assertThat(stale).isEmpty();
    assertThat(problems).hasSize(2);
  }

  @Test
  void copyInAnotherFileDoesNotTakeOver() {
    given(good("m", "a", "1"));
    given(good("a-copy", "a", "0"), good("m", "a", "2"));
    assertThat(inForce()).containsExactly("a=2");
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isTrue();
              assertThat(problem.location().file()).isEqualTo("a-copy");
              assertThat(problem.message()).contains("also in m:1");
            });
    given(good("a-copy", "a", "0"), broken("m", "a"));
    assertThat(inForce()).containsExactly("a=2");
  }

  @Test
  void objectMayMoveToAnotherFile() {
    given(good("f", "a", "1"));
    given(good("g", "a", "2"));
    assertThat(inForce()).containsExactly("a=2");
    assertThat(problems).isEmpty();
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private final void given(Parsed<String, String>... documents) {
    var step = state.next(List.of(documents));
    state = step.state();
    problems = step.problems();
    stale = step.stale();
  }

  private Stream<String> inForce() {
    return state.held().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue().value());
  }

  private static Parsed<String, String> good(String file, String key, String value) {
    return new Parsed.Good<>(new Location(file, 1), key, value);
  }

  private static Parsed<String, String> broken(String file, String key) {
    return new Parsed.Broken<>(new Location(file, 1), Optional.of(key), problem(file));
  }

  private static Parsed<String, String> unidentified(String file) {
    return new Parsed.Broken<>(new Location(file, 1), Optional.empty(), problem(file));
  }

  private static List<Problem> problem(String file) {
    return List.of(Problem.error("test", "spec", new Location(file, 1), "broken"));
  }
}
