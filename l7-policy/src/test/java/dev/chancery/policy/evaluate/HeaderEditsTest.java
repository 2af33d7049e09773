package dev.chancery.policy.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.resolve.Cluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** spec/policy.md §2.2: what becomes of a header that is not as expected. */
class HeaderEditsTest {
  private static final List<String> ABSENT = List.of();
  private static final List<String> RIGHT = List.of("v");
  private static final List<String> WRONG = List.of("w");

  private static Arguments row(
      String match, List<String> sent, boolean allowed, List<String> then) {
    return Arguments.of(match, sent, allowed, then);
  }

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> ROWS =
      List.of(
          row("{name: X-A, value: v}", RIGHT, true, RIGHT),
          row("{name: X-A, value: v}", WRONG, false, WRONG),
          row("{name: X-A, value: v}", ABSENT, false, ABSENT),
          row("{name: X-A}", WRONG, true, WRONG),
          row("{name: X-A}", ABSENT, false, ABSENT),
          row("{name: X-A, value: v, mismatch: LOG}", WRONG, true, WRONG),
          row("{name: X-A, value: v, mismatch: LOG}", ABSENT, true, ABSENT),
          row("{name: X-A, value: v, mismatch: ADD}", RIGHT, true, RIGHT),
          row("{name: X-A, value: v, mismatch: ADD}", WRONG, true, List.of("w", "v")),
          row("{name: X-A, value: v, mismatch: ADD}", ABSENT, true, RIGHT),
          row("{name: X-A, value: v, mismatch: DELETE}", RIGHT, true, RIGHT),
          row("{name: X-A, value: v, mismatch: DELETE}", WRONG, true, ABSENT),
          row("{name: X-A, value: v, mismatch: DELETE}", ABSENT, true, ABSENT),
          row("{name: X-A, value: v, mismatch: REPLACE}", WRONG, true, RIGHT),
          row("{name: X-A, value: v, mismatch: REPLACE}", List.of("v", "v"), true, RIGHT),
          row("{name: X-A, value: v, mismatch: REPLACE}", ABSENT, true, RIGHT),
          row("{name: X-A, mismatch: REPLACE}", WRONG, true, WRONG),
          row("{name: X-A, secret: {name: s}, mismatch: LOG}", WRONG, false, WRONG),
          row("{name: X-A, secret: {name: s}}", RIGHT, false, RIGHT),
          row("{name: X-A, secret: {name: s}, value: v, mismatch: ADD}", ABSENT, true, RIGHT));

  private final Cluster cluster = Cluster.starWars();

  private void policy(String name, String rule) {
    cluster.policy(
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: %s, namespace: default}
        spec:
          endpointSelector: {matchLabels: {class: deathstar}}
          ingress:
          - toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [%s]}}]
        """
            .formatted(name, rule));
  }

  private Request request(String path, Map<String, List<String>> headers) {
    return new Request(
        cluster.identity("default/xwing"),
        Protocol.TCP,
        80,
        Optional.of(new Request.Http("GET", path, "h", headers)));
  }

  private Map<String, List<String>> after(Request request) {
    return HeaderEdits.after(cluster.direction(Direction.INGRESS, "default/deathstar"), request)
        .http()
        .orElseThrow()
        .headers();
  }

  @ParameterizedTest(name = "{0} sent {1}")
  @FieldSource("ROWS")
  void headerIsChecked(String match, List<String> sent, boolean allowed, List<String> then) {
    policy("p", "{headerMatches: [" + match + "]}");
    Request request = request("/", sent.isEmpty() ? Map.of() : Map.of("x-a", sent));

    assertThat(
            Evaluator.decide(cluster.direction(Direction.INGRESS, "default/deathstar"), request)
                .allowed())
        .isEqualTo(allowed);
    assertThat(after(request).getOrDefault("x-a", ABSENT)).isEqualTo(then);
  }

  @Test
  void everyRuleThatMatchesEditsAndNoOther() {
    policy("a", "{path: /, headerMatches: [{name: X-A, value: v, mismatch: REPLACE}]}");
    policy("b", "{headerMatches: [{name: X-B, value: w, mismatch: ADD}]}");
    policy("c", "{path: /other, headerMatches: [{name: X-C, value: u, mismatch: ADD}]}");

    assertThat(after(request("/", Map.of())))
        .isEqualTo(Map.of("x-a", List.of("v"), "x-b", List.of("w")));
  }

  @Test
  void deniedRequestIsNotEdited() {
    policy("a", "{path: /a, headerMatches: [{name: X-A, value: v, mismatch: ADD}]}");

    assertThat(after(request("/", Map.of()))).isEmpty();
  }
}
