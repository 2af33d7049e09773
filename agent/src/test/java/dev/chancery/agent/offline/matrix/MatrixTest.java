package dev.chancery.agent.offline.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.offline.Answer;
import dev.chancery.agent.offline.Manifests;
import dev.chancery.agent.offline.Question;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Protocol;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class MatrixTest {
  private final NodeView view =
      Manifests.ofThreePods()
          .with(
              "twin.yaml",
              """
              kind: Pod
              metadata: {name: web-2, namespace: shop, labels: {app: web}}
              status: {podIP: 127.30.0.4}
              """)
          .policy(
              "api",
              """
              endpointSelector: {matchLabels: {app: api}}
              ingress:
              - fromEndpoints: [{matchLabels: {app: web}}]
                toPorts:
                - ports: [{port: "80", protocol: TCP}]
                  rules: {http: [{method: GET, path: "/<&>"}]}
                - ports: [{port: "8000", endPort: 8100, protocol: TCP}]
                - ports: [{port: "8050", protocol: TCP}]
              ingressDeny:
              - toPorts: [{ports: [{port: "8080", protocol: TCP}]}]
              """)
          .policy(
              "web",
              """
              endpointSelector: {matchLabels: {app: web}}
              egress:
              - toEndpoints: [{matchLabels: {app: api}}]
                toPorts: [{ports: [{port: "0", protocol: TCP}]}]
              - toEntities: [world]
                toPorts:
                - ports: [{port: "53", protocol: UDP}]
                  rules: {dns: [{matchPattern: "*.example.test"}]}
              """)
          .view();
  private final Matrix matrix = Matrix.of(view);

  @Test
  void podsOfOneIdentityAreOneParty() {
    assertThat(matrix.clients().stream().map(Party::name))
        .containsExactly("other/web", "shop/api", "shop/web +1", "host", "world");
  }

  @Test
  void podsOfOneIdentityWithOtherNamedPortsAreOtherParties() {
    String pod =
        """
        kind: Pod
        metadata: {name: %s, namespace: shop, labels: {app: db}}
        spec: {containers: [{name: db, ports: [{name: web, containerPort: %d}]}]}
        status: {podIP: %s}
        """;
    NodeView named =
        Manifests.ofThreePods()
            .with("db-1.yaml", pod.formatted("db-1", 80, "127.30.0.5"))
            .with("db-2.yaml", pod.formatted("db-2", 9999, "127.30.0.6"))
            .with("db-3.yaml", pod.formatted("db-3", 80, "127.30.0.7"))
            .policy(
                "db",
                """
                endpointSelector: {matchLabels: {app: db}}
                ingress:
                - fromEndpoints: [{}]
                  toPorts: [{ports: [{port: web, protocol: TCP}]}]
                """)
            .view();

    assertThat(MatrixReport.rows(Matrix.of(named)).stream().filter(r -> r.ports().endsWith("/TCP")))
        .contains(
            new MatrixReport.Row(
                "shop/api, shop/db-1 +1, shop/db-2, 1 more", "shop/db-1 +1", "80/TCP", ""),
            new MatrixReport.Row("shop/api, shop/db-1 +1, shop/web", "shop/db-2", "9999/TCP", ""));
  }

  @Test
  void partsOfTheWorldThatPoliciesNameAreParties() {
    NodeView named =
        Manifests.ofThreePods()
            .policy(
                "partner",
                """
                endpointSelector: {matchLabels: {app: api}}
                ingress:
                - fromCIDRSet: [{cidr: 192.0.2.0/24, except: [192.0.2.128/25]}]
                  toPorts: [{ports: [{port: "80", protocol: TCP}]}]
                """)
            .view();

    Matrix matrix = Matrix.of(named);
    assertThat(matrix.clients().stream().map(Party::name))
        .contains("world", "192.0.2.0/24", "192.0.2.128/25");
    assertThat(MatrixReport.rows(matrix))
        .filteredOn(r -> r.from().equals("192.0.2.0/24") && r.to().equals("shop/api"))
        .containsExactly(new MatrixReport.Row("192.0.2.0/24", "shop/api", "80/TCP", ""));
    assertThat(matrix.cells())
        .filteredOn(c -> c.to().name().equals("shop/api"))
        .filteredOn(c -> Set.of("world", "192.0.2.128/25").contains(c.from().name()))
        .hasSize(2)
        .allMatch(c -> c.openings().isEmpty());
  }

  @Test
  void rowsSayWhoReachesWhomOnWhichPortsWithWhichRequests() {
    assertThat(MatrixReport.rows(matrix).stream().filter(r -> r.to().equals("shop/api")))
        .containsExactly(
            new MatrixReport.Row("shop/web +1", "shop/api", "80/TCP", "GET /<&>"),
            new MatrixReport.Row("shop/web +1", "shop/api", "8000-8079/TCP", ""),
            new MatrixReport.Row("shop/web +1", "shop/api", "8081-8100/TCP", ""),
            new MatrixReport.Row("host", "shop/api", "0-8079/TCP", ""),
            new MatrixReport.Row("host", "shop/api", "8081-65535/TCP", ""),
            new MatrixReport.Row("host", "shop/api", "*/UDP", ""),
            new MatrixReport.Row("host", "shop/api", "*/SCTP", ""),
            new MatrixReport.Row("host", "shop/api", "*/ICMP", ""),
            new MatrixReport.Row("host", "shop/api", "*/ICMPV6", ""),
            new MatrixReport.Row("other/web, world", "shop/api", "denied", ""));
    assertThat(MatrixReport.rows(matrix))
        .contains(new MatrixReport.Row("shop/web +1", "world", "53/UDP", "name *.example.test"))
        .contains(new MatrixReport.Row("other/web, shop/api", "world", "*", ""));
  }

  @Test
  void everyCellSaysWhatTheEvaluatorSays() {
    for (Cell cell : matrix.cells()) {
      for (int port : List.of(1, 53, 80, 8000, 8079, 8080, 8081, 8100, 8101, 65535)) {
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
          var question =
              new Question(
                  name(cell.from(), 0), name(cell.to(), 1), protocol, port, Optional.empty());
          assertThat(cell.openings().stream().anyMatch(o -> o.ports().contains(protocol, port)))
              .as(question.text())
              .isEqualTo(Answer.of(view, question).allowed());
        }
      }
    }
  }

  /** Of one party's two pods the first as client, the second as server. */
  private static String name(Party party, int index) {
    int last = party.endpoints().size() - 1;
    return last < 0 ? party.name() : party.endpoints().get(Math.min(index, last)).key();
  }

  @Test
  void pictureIsXmlWithAWordAndATooltipForEachCell() throws Exception {
    String svg = MatrixPicture.of(matrix);
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));

    assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
        .contains("shop/web +1 to shop/api: filtered on 80/TCP if GET /<&>, 8000-8079/TCP")
        .contains("world to shop/api: denied.");
    long boxes =
        svg.lines()
            .filter(l -> l.matches("<rect class=\"(allowed|filtered|denied)\".*<title>.*"))
            .count();
    assertThat(boxes).isEqualTo(matrix.cells().size());
    assertThat(svg).contains("prefers-color-scheme: dark", "◐ filtered", "✕ denied", "✓ allowed");
  }

  @Test
  void jsonHasEveryCell() {
    var json = MatrixReport.json(matrix);
    assertThat(json.path("cells")).hasSize(matrix.cells().size());
    assertThat(json.at("/parties/2/pods/1").asText()).isEqualTo("shop/web-2");
  }
}
