package dev.chancery.policy.parse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.resolve.Cluster;
import dev.chancery.policy.world.ContainerPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The well-known recipes of {@code NetworkPolicy}, decided. */
class RecipesTest {
  /** A recipe, and who it lets reach whom: {@code > from to port/protocol}, or {@code x}. */
  record Recipe(String name, String spec, String verdicts) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String WORLD = "198.51.100.7";

  static final List<Recipe> RECIPES =
      List.of(
          new Recipe(
              "deny all ingress",
              "podSelector: {}",
              """
              in x shop/web shop/api 80/TCP
              in x other/web shop/api 80/TCP
              in x world shop/api 80/TCP
              in > shop/api other/web 80/TCP
              out > shop/api world 443/TCP
              """),
          new Recipe(
              "deny all ingress, said in full",
              "{podSelector: {}, policyTypes: [Ingress], ingress: []}",
              """
              in x shop/web shop/api 80/TCP
              out > shop/api shop/web 80/TCP
              """),
          new Recipe(
              "deny all egress",
              "{podSelector: {}, policyTypes: [Egress]}",
              """
              in > shop/web shop/api 80/TCP
              in > world shop/api 80/TCP
              out x shop/api shop/web 80/TCP
              out x shop/api world 53/UDP
              """),
          new Recipe(
              "deny everything",
              "{podSelector: {}, policyTypes: [Ingress, Egress]}",
              """
              in x shop/web shop/api 80/TCP
              out x shop/web shop/api 80/TCP
              """),
          new Recipe(
              "allow all ingress",
              "{podSelector: {}, policyTypes: [Ingress], ingress: [{}]}",
              """
              in > shop/web shop/api 80/TCP
              in > other/web shop/api 80/UDP
              in > world shop/api 80/TCP
              """),
          new Recipe(
              "allow all egress",
              "{podSelector: {}, policyTypes: [Egress], egress: [{}]}",
              """
              out > shop/api other/web 80/TCP
              out > shop/api world 53/UDP
              """),
          new Recipe(
              "an empty list of peers is everyone",
              "{podSelector: {}, ingress: [{from: [], ports: [{port: 80}]}]}",
              """
              in > world shop/api 80/TCP
              in x world shop/api 81/TCP
              in x world shop/api 80/UDP
              """),
          new Recipe(
              "egress rules alone deny ingress too",
              "{podSelector: {}, egress: [{}]}",
              """
              in x shop/web shop/api 80/TCP
              out > shop/api world 443/TCP
              """),
          new Recipe(
              "egress only",
              "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}",
              """
              in > world shop/api 80/TCP
              out > shop/api shop/web 80/TCP
              out x shop/api other/web 80/TCP
              """),
          new Recipe(
              "one application from another",
              """
              podSelector: {matchLabels: {app: api}}
              ingress:
              - from: [{podSelector: {matchLabels: {app: web}}}]
                ports: [{port: 80}]
              """,
              """
              in > shop/web shop/api 80/TCP
              in x shop/web shop/api 81/TCP
              in x shop/db shop/api 80/TCP
              in x other/web shop/api 80/TCP
              in > other/web shop/db 80/TCP
              """),
          new Recipe(
              "a namespace to itself",
              "{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}",
              """
              in > shop/web shop/api 80/TCP
              in x other/web shop/api 80/TCP
              in x world shop/api 80/TCP
              """),
          new Recipe(
              "all namespaces, and not the world",
              "{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}",
              """
              in > shop/web shop/api 80/TCP
              in > other/web shop/api 80/TCP
              in x world shop/api 80/TCP
              """),
          new Recipe(
              "one namespace by its name",
              """
              podSelector: {}
              ingress:
              - from:
                - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}
              """,
              """
              in > other/web shop/api 80/TCP
              in x shop/web shop/api 80/TCP
              """),
          new Recipe(
              "namespaces but one",
              """
              podSelector: {}
              ingress:
              - from:
                - namespaceSelector:
                    matchExpressions:
                    - {key: kubernetes.io/metadata.name, operator: NotIn, values: [other]}
              """,
              """
              in x other/web shop/api 80/TCP
              in > shop/web shop/api 80/TCP
              in x world shop/api 80/TCP
              """),
          new Recipe(
              "these pods of that namespace: both must hold",
              """
              podSelector: {}
              ingress:
              - from:
                - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}
                  podSelector: {matchLabels: {app: web}}
              """,
              """
              in > other/web shop/api 80/TCP
              in x other/db shop/api 80/TCP
              in x shop/web shop/api 80/TCP
              """),
          new Recipe(
              "these pods, or that namespace: one must hold",
              """
              podSelector: {}
              ingress:
              - from:
                - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}
                - podSelector: {matchLabels: {app: web}}
              """,
              """
              in > other/db shop/api 80/TCP
              in > shop/web shop/api 80/TCP
              in x shop/db shop/api 80/TCP
              """),
          new Recipe(
              "a block of addresses with a hole",
              """
              podSelector: {}
              policyTypes: [Egress]
              egress:
              - to: [{ipBlock: {cidr: 198.51.100.0/24, except: [198.51.100.0/29]}}]
                ports: [{protocol: TCP, port: 443}]
              - to: [{podSelector: {}}]
              """,
              """
              out > shop/api 198.51.100.9 443/TCP
              out x shop/api 198.51.100.7 443/TCP
              out x shop/api 203.0.113.1 443/TCP
              out x shop/api 198.51.100.9 80/TCP
              out > shop/api shop/web 80/TCP
              """),
          new Recipe(
              "a block of all addresses selects no pod",
              "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}",
              """
              in > world shop/api 80/TCP
              in x shop/web shop/api 80/TCP
              """),
          new Recipe(
              "DNS for everyone",
              """
              podSelector: {}
              policyTypes: [Egress]
              egress:
              - ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
              """,
              """
              out > shop/api world 53/UDP
              out > shop/api other/web 53/TCP
              out x shop/api world 80/TCP
              """),
          new Recipe(
              "a range of ports",
              "{podSelector: {}, ingress: [{ports: [{port: 8000, endPort: 8010}]}]}",
              """
              in > world shop/api 8000/TCP
              in > world shop/api 8010/TCP
              in x world shop/api 8011/TCP
              in x world shop/api 8000/UDP
              """),
          new Recipe(
              "a protocol without a port",
              "{podSelector: {}, ingress: [{ports: [{protocol: UDP}]}]}",
              """
              in > world shop/api 1234/UDP
              in x world shop/api 1234/TCP
              """),
          new Recipe(
              "a port without anything is all of TCP",
              "{podSelector: {}, ingress: [{ports: [{}]}]}",
              """
              in > world shop/api 1234/TCP
              in x world shop/api 1234/UDP
              """),
          new Recipe(
              "a port by its name",
              "{podSelector: {}, ingress: [{ports: [{port: metrics}]}]}",
              """
              in > world shop/api 9090/TCP
              in x world shop/api 80/TCP
              in x world shop/web 9090/TCP
              """));

  private static Cluster cluster() {
    return new Cluster()
        .pod("shop/web", "127.20.0.5", Map.of("app", "web"))
        .pod(
            "shop/api",
            "127.20.0.6",
            Map.of("app", "api"),
            new ContainerPort("metrics", Protocol.TCP, 9090))
        .pod("shop/db", "127.20.0.7", Map.of("app", "db"))
        .pod("other/web", "127.20.0.8", Map.of("app", "web"))
        .pod("other/db", "127.20.0.9", Map.of("app", "db"));
  }

  @ParameterizedTest
  @FieldSource("RECIPES")
  void isDecidedAsItIsMeant(Recipe recipe) {
    Cluster cluster =
        cluster()
            .policy(
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: recipe, namespace: shop}
                spec:
                """
                    + recipe.spec().indent(2));

    assertThat(recipe.verdicts().lines()).isNotEmpty();
    for (String line : recipe.verdicts().lines().toList()) {
      assertThat(verdict(cluster, line.split(" "))).as(line).isEqualTo(line.split(" ")[1]);
    }
  }

  /** Columns: in or out, verdict, from, to, port/protocol. */
  private static String verdict(Cluster cluster, String[] columns) {
    boolean in = columns[0].equals("in");
    String from = columns[2].replace("world", WORLD);
    String to = columns[3].replace("world", WORLD);
    String[] port = columns[4].split("/");
    return cluster
            .decide(
                in ? Direction.INGRESS : Direction.EGRESS,
                in ? to : from,
                in ? from : to,
                Protocol.valueOf(port[1]),
                Integer.parseInt(port[0]),
                Optional.empty())
            .allowed()
        ? ">"
        : "x";
  }
}
