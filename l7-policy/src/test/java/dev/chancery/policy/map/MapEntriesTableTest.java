package dev.chancery.policy.map;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.resolve.Cluster;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** spec/policy.md §4.5: the entries that an egress policy of the deathstar makes. */
class MapEntriesTableTest {
  private static final String T = "toEndpoints: [{matchLabels: {class: tiefighter}}]";
  private static final String ALL = "toEntities: [all]";
  private static final String HTTP = ", rules: {http: [{path: /}]}";

  private static String ports(String ports) {
    return ports(ports, "");
  }

  private static String ports(String ports, String rules) {
    return "toPorts: [{ports: [" + ports + "]" + rules + "}]";
  }

  private static String tcp(int port) {
    return "{port: '" + port + "', protocol: TCP}";
  }

  private static String tcp(int port, int endPort) {
    return "{port: '" + port + "', endPort: " + endPort + ", protocol: TCP}";
  }

  private static Arguments row(String name, String entries, String... elements) {
    return Arguments.of(name, List.of(elements), entries);
  }

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> ROWS =
      List.of(
          row("nothing enforced is everything allowed", "* ANY 0/0 allow"),
          row("nobody selected is nothing", "", "{}"),
          row("a peer", "tiefighter ANY 0/0 allow", T),
          row("everyone at a port", "* TCP 80/16 allow", ports(tcp(80))),
          row(
              "ANY is three protocols",
              "* TCP 80/16 allow; * UDP 80/16 allow; * SCTP 80/16 allow",
              ports("{port: '80'}")),
          row("port 0", "* TCP 0/0 allow", ports("{port: '0', protocol: TCP}")),
          row("a range is its blocks", "* TCP 80/13 allow; * TCP 88/15 allow", ports(tcp(80, 89))),
          row("a redirect", "* TCP 80/16 redirect", ports(tcp(80), HTTP)),
          row(
              "a peer like everyone on one filter is left out",
              "* TCP 80/16 allow",
              ports(tcp(80)),
              T + "|" + ports(tcp(80))),
          row("but not on all ports", "* ANY 0/0 allow; tiefighter ANY 0/0 allow", ALL, T),
          row(
              "nor on another filter",
              "* ANY 0/0 allow; tiefighter TCP 80/16 allow",
              ALL,
              T + "|" + ports(tcp(80))),
          row(
              "a plain allow of a peer is outranked by a redirect of everyone",
              "* TCP 80/16 redirect",
              ports(tcp(80), HTTP),
              T + "|" + ports(tcp(80))),
          row(
              "a plain allow inside a redirected range too",
              "tiefighter TCP 80/15 redirect",
              T + "|" + ports(tcp(80, 81), HTTP),
              T + "|" + ports(tcp(80))),
          row(
              "a redirect stands above a broader plain allow",
              "tiefighter ANY 0/0 allow; tiefighter TCP 80/16 redirect",
              T,
              T + "|" + ports(tcp(80), HTTP)),
          row(
              "of one key the higher precedence stays",
              "tiefighter TCP 80/16 redirect",
              T + "|" + ports(tcp(80)),
              "toEndpoints: [{matchExpressions: [{key: class, operator: In, values: [tiefighter,"
                  + " other]}]}]|"
                  + ports(tcp(80), HTTP)),
          row(
              "equal precedence keeps both",
              "tiefighter TCP 0/0 allow; tiefighter TCP 80/16 allow",
              T + "|" + ports("{port: '0', protocol: TCP}"),
              T + "|" + ports(tcp(80))),
          row(
              "a deny of everyone removes what it covers",
              "* TCP 80/16 deny; tiefighter TCP 81/16 allow",
              T + "|" + ports(tcp(80) + ", " + tcp(81)),
              "deny " + ports(tcp(80))),
          row(
              "a deny of everything removes all",
              "* ANY 0/0 deny",
              T + "|" + ports(tcp(80), HTTP),
              "deny " + ALL),
          row(
              "a deny cuts a part of a range",
              "tiefighter TCP 80/15 deny; tiefighter TCP 80/13 allow",
              T + "|" + ports(tcp(80, 87)),
              "deny " + T + "|" + ports(tcp(80, 81))),
          row(
              "a deny below a deny is left out",
              "tiefighter ANY 0/0 deny",
              "deny " + T,
              "deny " + T + "|" + ports(tcp(80))));

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void areMade(String name, List<String> elements, String entries) {
    Cluster cluster = cluster(elements);

    assertThat(text(cluster, entries(cluster, Wildcards.ONE)).split("; "))
        .containsExactlyInAnyOrder(entries.split("; "));
  }

  private static Cluster cluster(List<String> elements) {
    Cluster cluster = Cluster.starWars();
    for (int i = 0; i < elements.size(); i++) {
      boolean deny = elements.get(i).startsWith("deny ");
      String element = elements.get(i).replace("deny ", "").replace("|", "\n    ");
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
              .formatted(i, deny ? "egressDeny" : "egress", element));
    }
    return cluster;
  }

  private static List<MapEntry> entries(Cluster cluster, Wildcards wildcards) {
    return MapEntries.of(
            requireNonNull(cluster.resolve().policies().get("default/deathstar")),
            cluster.world().options(),
            wildcards)
        .stream()
        .filter(e -> e.key().direction() == Direction.EGRESS)
        .toList();
  }

  private static String text(Cluster cluster, List<MapEntry> entries) {
    int tiefighter = cluster.identity("default/tiefighter");
    return entries.stream()
        .map(
            e ->
                "%s %s %d/%d %s"
                    .formatted(
                        e.key().identity() == tiefighter
                            ? "tiefighter"
                            : e.key().identity() == 0 ? "*" : "" + e.key().identity(),
                        e.key().protocol(),
                        e.key().port(),
                        e.key().portBits(),
                        e.action() == Action.DENY ? "deny" : e.isRedirect() ? "redirect" : "allow"))
        .collect(Collectors.joining("; "));
  }

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> AGGREGATED =
      List.of(
          row(
              "everyone is five entries",
              "* ANY 0/0 allow; 11 ANY 0/0 allow; 12 ANY 0/0 allow; 13 ANY 0/0 allow;"
                  + " 14 ANY 0/0 allow",
              ALL),
          row(
              "a peer like its aggregate is left out",
              "* ANY 0/0 allow; 11 ANY 0/0 allow; 12 ANY 0/0 allow; 13 ANY 0/0 allow;"
                  + " 14 ANY 0/0 allow",
              ALL,
              T),
          row("a peer alone has no aggregate", "tiefighter ANY 0/0 allow", T));

  @ParameterizedTest(name = "{0}")
  @FieldSource("AGGREGATED")
  void areMadeWithAggregates(String name, List<String> elements, String entries) {
    Cluster cluster = cluster(elements);

    assertThat(text(cluster, entries(cluster, Wildcards.AGGREGATES)).split("; "))
        .containsExactlyInAnyOrder(entries.split("; "));
  }
}
