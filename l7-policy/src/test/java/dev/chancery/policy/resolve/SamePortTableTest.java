package dev.chancery.policy.resolve;

import static dev.chancery.policy.resolve.Cluster.D;
import static dev.chancery.policy.resolve.Cluster.T;
import static dev.chancery.policy.resolve.Cluster.X;
import static dev.chancery.policy.resolve.Cluster.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.evaluate.Decision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * spec/policy.md §4.3: L7 and L3/L4-only rules of one port. Each row tells what becomes of {@code
 * GET /} and {@code GET /x} to port 80 of the deathstar from the tiefighter and from the xwing.
 */
class SamePortTableTest {
  private static final String S1 = "fromEndpoints: [{matchLabels: {class: tiefighter}}]";

  /** Selects the tiefighter too, by another label. */
  private static final String S2 = "fromEndpoints: [{matchLabels: {org: empire}}]";

  private static final String XWING = "fromEndpoints: [{matchLabels: {class: xwing}}]";
  private static final String PORT = "toPorts: [{ports: [{port: '80', protocol: TCP}]}]";
  private static final String LIST =
      "toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{path: /}]}}]";
  private static final String LIST_X = LIST.replace("path: /", "path: /x");
  private static final String RANGE_LIST = LIST.replace("'80'", "'79', endPort: 82");
  private static final String ALL = "fromEntities: [all]";

  private static final String FILTERED = "proxied / only";
  private static final String FREE = "direct all";
  private static final String PROXIED = "proxied all";
  private static final String DENIED = "denied";

  private static Arguments row(String name, String tiefighter, String xwing, String... elements) {
    return Arguments.of(name, tiefighter, xwing, List.of(elements));
  }

  private static String both(String peers, String ports) {
    return peers + "\n    " + ports;
  }

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> ROWS =
      List.of(
          row("S1 only", FILTERED, DENIED, both(S1, LIST)),
          row("S2 only", FILTERED, FREE, both(S1, LIST), both(XWING, PORT)),
          row("S1 and S2, one identity", PROXIED, DENIED, both(S1, LIST), both(S2, PORT)),
          row("S1 is S2", PROXIED, DENIED, both(S1, LIST), both(S1, PORT)),
          row("S1 and S3 at L3", PROXIED, DENIED, both(S1, LIST), S2),
          row("S1 everyone, S2 one", PROXIED, FILTERED, LIST, both(S1, PORT)),
          row("S1 one, S2 everyone", PROXIED, FREE, both(S1, LIST), PORT),
          row("S1 one, everyone at L3", PROXIED, FREE, both(S1, LIST), ALL),
          row(
              "S1 a range, S2 a port inside",
              PROXIED,
              DENIED,
              both(S1, RANGE_LIST),
              both(S2, PORT)),
          row("S1 a range alone", FILTERED, DENIED, both(S1, RANGE_LIST)),
          row("two lists of one selector", PROXIED, DENIED, both(S1, LIST), both(S1, LIST_X)),
          row("two lists of two selectors", PROXIED, DENIED, both(S1, LIST), both(S2, LIST_X)),
          row("a list of everyone and of one", PROXIED, FILTERED, LIST, both(S1, LIST_X)),
          row("a deny beside", DENIED, FILTERED, LIST, "deny " + S1),
          row("a deny of the port beside", DENIED, FREE, PORT, "deny " + both(S1, PORT)));

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void meet(String name, String tiefighter, String xwing, List<String> elements) {
    Cluster cluster = Cluster.starWars();
    for (int i = 0; i < elements.size(); i++) {
      boolean deny = elements.get(i).startsWith("deny ");
      cluster.policy(
          """
          apiVersion: cilium.io/v2
          kind: CiliumNetworkPolicy
          metadata: {name: p%d, namespace: default}
          spec:
            endpointSelector: {matchLabels: {class: deathstar}}
            %s:
            - %s
          """
              .formatted(
                  i, deny ? "ingressDeny" : "ingress", elements.get(i).replace("deny ", "")));
    }

    assertThat(answer(cluster, T)).isEqualTo(tiefighter);
    assertThat(answer(cluster, X)).isEqualTo(xwing);
  }

  private static String answer(Cluster cluster, String from) {
    Decision connection = cluster.ingress(from, D, 80);
    if (!connection.allowed()) {
      assertThat(cluster.ingress(from, D, 80, http("GET", "/")).allowed()).isFalse();
      return DENIED;
    }
    List<String> paths = new ArrayList<>();
    for (String path : List.of("/", "/x")) {
      if (cluster.ingress(from, D, 80, http("GET", path)).allowed()) {
        paths.add(path);
      }
    }
    return (connection.redirected() ? "proxied " : "direct ")
        + (paths.size() == 2 ? "all" : String.join(" ", paths) + " only");
  }
}
