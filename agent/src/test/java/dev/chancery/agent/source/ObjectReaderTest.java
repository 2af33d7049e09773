package dev.chancery.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.chancery.agent.source.ManifestObject.Pod;
import dev.chancery.agent.source.ManifestObject.PolicyDocument;
import dev.chancery.agent.source.ManifestObject.Service;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectReaderTest {
  private static final String POD =
      """
      # a comment
      apiVersion: v1
      kind: Pod
      metadata:
        name: deathstar-7d9f-x2x
        uid: u-1
        labels: {org: empire, class: deathstar, pod-template-hash: 7d9f}
        annotations:
          chancery.dev/app-address: 127.0.0.1
        ownerReferences:
        - {apiVersion: apps/v1, kind: ReplicaSet, name: deathstar-7d9f, controller: true}
      spec:
        serviceAccountName: sith
        nodeName: ignored
        containers:
        - name: app
          ports:
          - {name: http, containerPort: 8080}
          - {containerPort: 53, protocol: UDP}
      status:
        podIP: 127.20.0.5
        podIPs: [{ip: 127.20.0.5}, {ip: "fd00::5"}]
      """;

  @Test
  void readsAPod() throws Exception {
    var pod = (Pod) good(POD);
    assertThat(pod.key()).isEqualTo(new ObjectKey("Pod", "default", "deathstar-7d9f-x2x"));
    assertThat(pod.labels()).containsEntry("org", "empire");
    assertThat(pod.serviceAccount()).isEqualTo("sith");
    assertThat(pod.ports())
        .containsExactly(
            new ContainerPort("http", Protocol.TCP, 8080), new ContainerPort("", Protocol.UDP, 53));
    assertThat(pod.addresses())
        .containsExactly(InetAddresses.forString("127.20.0.5"), InetAddresses.forString("fd00::5"));
    assertThat(pod.owner()).contains(new Workload("Deployment", "deathstar"));
    assertThat(pod.appAddress()).contains(InetAddresses.forString("127.0.0.1"));
    assertThat(pod.hostNetwork()).isFalse();
    assertThat(pod.finished()).isFalse();
  }

  @Test
  void portThatTwoContainersDeclareIsOne() {
    var pod =
        (Pod)
            good(
                """
                kind: Pod
                metadata: {name: a}
                spec:
                  containers:
                  - ports: [{containerPort: 80}, {containerPort: 81, name: b}]
                  - ports: [{containerPort: 80, name: a}, {containerPort: 80, protocol: UDP}]
                  - ports: [{containerPort: 81, name: c}, {containerPort: 80, name: d}]
                """);
    assertThat(pod.ports())
        .containsExactly(
            new ContainerPort("a", Protocol.TCP, 80),
            new ContainerPort("b", Protocol.TCP, 81),
            new ContainerPort("", Protocol.UDP, 80));
  }

  @Test
  void readsAServiceAndANamespace() throws Exception {
    var service =
        (Service)
            good(
                """
                kind: Service
                metadata: {name: deathstar, namespace: galaxy}
                spec:
                  clusterIP: 10.0.0.1
                  selector: {org: empire}
                  ports: [{port: 80, targetPort: http}, {port: 81, name: two}]
                """);
    assertThat(service.key().namespace()).isEqualTo("galaxy");
    assertThat(service.addresses()).containsExactly(InetAddresses.forString("10.0.0.1"));
    assertThat(service.ports())
        .containsExactly(
            new ServicePort("", Protocol.TCP, 80, "http"),
            new ServicePort("two", Protocol.TCP, 81, "81"));
    var namespace =
        good(
            "{\"kind\":\"Namespace\",\"metadata\":{\"name\":\"galaxy\",\"labels\":{\"a\":\"b\"}}}");
    assertThat(namespace)
        .isEqualTo(
            new ManifestObject.Namespace(
                new ObjectKey("Namespace", "", "galaxy"), Map.of("a", "b")));
  }

  @Test
  void handsPoliciesOnAsWritten() {
    var text =
        POD + "---\nkind: CiliumNetworkPolicy\nmetadata: {name: rule1}\nspec: {x: 1, x: 2}\n";
    var policy = (PolicyDocument) goods(text).get(1);
    assertThat(policy.key()).isEqualTo(new ObjectKey("CiliumNetworkPolicy", "default", "rule1"));
    assertThat(policy.document().firstLine()).isEqualTo(23);
    assertThat(policy.document().text()).contains("kind: CiliumNetworkPolicy");
    assertThat(text.lines().toList().get(policy.document().firstLine() - 1)).isEqualTo("---");
  }

  @Test
  void brokenDocumentLeavesTheOthersOfItsFileWhole() {
    var reading = read("kind: [\n---\n" + POD + "---\n: : :\n\t- x\n");
    assertThat(reading.objects()).hasSize(3);
    assertThat(reading.objects().get(0)).isInstanceOf(Parsed.Broken.class);
    assertThat(reading.objects().get(1)).isInstanceOf(Parsed.Good.class);
    assertThat(reading.objects().get(2)).isInstanceOf(Parsed.Broken.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          podIP: 127.20.0.5          | podIP: 127.20.0.500      | status.podIP                                      | 127.20.0.500 (expected: an IP address)
          podIP: 127.20.0.5          | podIP: localhost         | status.podIP                                      | localhost (expected: an IP address)
          podIP: 127.20.0.5          | podIP: 0.0.0.0           | status.podIP                                      | 0.0.0.0 (expected: the address of one host)
          app-address: 127.0.0.1     | app-address: here        | metadata.annotations.chancery.dev/app-address     | here (expected: an IP address)
          org: empire                | org: true                | metadata.labels.org                               | true (expected: a string; put it in quotes)
          org: empire                | class: empire            | metadata.labels.class                             | given twice (expected: once)
          containerPort: 8080        | containerPort: 0         | spec.containers[0].ports[0].containerPort         | 0 (expected: 1-65535)
          protocol: UDP              | protocol: udp            | spec.containers[0].ports[1].protocol              | udp (expected: TCP, UDP or SCTP)
          labels: {org               | labels: [org             | metadata.labels                                   | a list (expected: an object)
          """)
  void saysWhatIsWrongWithAPodAndWhere(String from, String to, String path, String message) {
    assertThat(POD).contains(from);
    var text = POD.replace(from, to);
    if (to.equals("labels: [org")) {
      text = text.replace("7d9f}", "7d9f]");
    }
    var problems = broken(text);
    assertThat(problems).hasSize(1);
    var problem = problems.get(0);
    assertThat(problem.path()).isEqualTo(path);
    assertThat(problem.message()).isEqualTo(message);
    var words = to.substring(to.indexOf(':') + 2);
    assertThat(text.lines().toList().get(problem.location().line() - 1)).contains(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: CiliumNetworkPolcy",
        "kind: ciliumnetworkpolicy",
        "kind: Pdo",
        "kind: Namespaces",
        "kind: CiliumNetworkPolicyList",
        "kind: PodList",
        "kind: NetworkPolicy",
        "kind: CiliumEgressGateway",
        "{apiVersion: cilium.io/v2, kind: Rules}",
        "kind: List",
        "{kind: List, items: {}}",
        "{kind: List, items: [], items: []}",
      })
  void kindThatMayBeOneOfOursIsABrokenDocumentOfUnknownName(String text) {
    var reading = read("# comment\n---\n" + text + "\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.objects())
        .singleElement()
        .isInstanceOfSatisfying(
            Parsed.Broken.class,
            broken -> {
              assertThat(broken.key()).isEqualTo(Optional.empty());
              assertThat(broken.problems()).isNotEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ConfigMap", "Deployment", "Job", "Node", "Role", "Lease"})
  void otherKindsAreOnlyWarnedOf(String kind) {
    var reading = read("apiVersion: v1\nkind: " + kind + "\n");
    assertThat(reading.objects()).isEmpty();
    assertThat(reading.problems()).singleElement().matches(problem -> !problem.isError());
  }

  @Test
  void readsTheItemsOfAListAsIfEachWereADocument() {
    var text =
        """
        # kubectl get -o yaml
        apiVersion: v1
        items:
        - apiVersion: cilium.io/v2
          kind: CiliumNetworkPolicy
          metadata:
            name: "é\uD83D\uDE00"
            annotations:
              text: |
                two
                lines
        -
          kind: Namespace
          metadata: {name: galaxy}
        - {kind: Namespace,
           metadata: {name: rebels}}
        - kind: Pod
          metadata: {name: a, labels: [wrong]}
        - kind: List
          items: []
        - text
        kind: List
        """;
    var objects = read(text).objects();
    assertThat(objects).extracting(o -> o.location().line()).containsExactly(4, 13, 15, 17, 19, 21);
    var policy = (PolicyDocument) ((Parsed.Good<?, ?>) objects.get(0)).value();
    assertThat(policy.key().name()).isEqualTo("é\uD83D\uDE00");
    assertThat(policy.document().text()).startsWith("  apiVersion").contains("lines\n");
    assertThat(objects.get(1)).isInstanceOf(Parsed.Good.class);
    assertThat(objects.get(2)).isInstanceOf(Parsed.Good.class);
    assertThat(objects.subList(3, 6)).allMatch(Parsed.Broken.class::isInstance);
    var wrong = (Parsed.Broken<ObjectKey, ManifestObject>) objects.get(3);
    assertThat(wrong.key()).contains(new ObjectKey("Pod", "default", "a"));
    assertThat(wrong.problems()).extracting(p -> p.location().line()).containsExactly(18);
  }

  @Test
  void listThatHoldsItselfIsBroken() {
    assertThat(read("&a {kind: List, items: [*a, *a]}").objects())
        .hasSize(2)
        .allMatch(Parsed.Broken.class::isInstance);
  }

  @Test
  void fileThatCouldNeverBeReadIsABrokenDocument() {
    var file = ManifestFile.read("dir/a.yaml", "").failed("text: not UTF-8");
    var reading = ObjectReader.read(new Manifests(List.of(file), Optional.empty()));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.objects())
        .singleElement()
        .isInstanceOfSatisfying(
            Parsed.Broken.class,
            broken -> {
              assertThat(broken.key()).isEqualTo(Optional.empty());
              assertThat(broken.location().file()).isEqualTo("dir/a.yaml");
            });
  }

  @Test
  void reportsFilesThatCannotBeRead() {
    var file = new ManifestFile("dir/a.yaml", POD, Optional.of("cannot be read: AccessDenied"));
    var reading = ObjectReader.read(new Manifests(List.of(file), Optional.of("gone")));
    assertThat(reading.objects()).singleElement().isInstanceOf(Parsed.Good.class);
    assertThat(reading.problems()).hasSize(2).allMatch(Problem::isError);
  }

  @Test
  void survivesDeepNestingAliasesAndRecursion() {
    var bomb =
        "a: &a [x,x]\n"
            + Stream.iterate('b', c -> (char) (c + 1))
                .limit(20)
                .map(c -> "%c: &%c [*%c,*%c,*%c]\n".formatted(c, c, c - 1, c - 1, c - 1))
                .reduce("", String::concat);
    assertThat(read(bomb + "kind: Pod\nmetadata: {name: x}\n").objects()).hasSize(1);
    assertThat(broken("kind: Pod\nmetadata: " + "[".repeat(5000) + "\n")).hasSize(1);
    assertThat(read("&a {kind: Pod, metadata: {name: x, labels: *a}}").objects()).hasSize(1);
    assertThat(read("&a [*a]").objects()).hasSize(1);
  }

  @Test
  void neverThrowsWhateverIsChangedInAManifest() {
    var seed = Long.getLong("chancery.seed", System.nanoTime());
    System.out.println("ObjectReaderTest: -Dchancery.seed=" + seed);
    var random = new Random(seed);
    var bits = "{}[]:-,&*!|>'\"%@`#?\t\n \u0000\uFEFF\uD83D~.0aé";
    var list = "kind: List\nitems:\n- " + POD.replace("\n", "\n  ") + "\n- {kind: Pod, x: [1]}\n";
    for (var i = 0; i < 3000; i++) {
      var text = new StringBuilder(i % 2 == 0 ? POD : list);
      for (var n = random.nextInt(4); n >= 0; n--) {
        var at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, bits.charAt(random.nextInt(bits.length())));
          default -> text.setCharAt(at, bits.charAt(random.nextInt(bits.length())));
        }
      }
      var reading = read(text.toString());
      var isEmptyList = i % 2 == 1 && text.indexOf("[]") >= 0;
      assertThat(reading.objects().size() + reading.problems().size() > 0 || isEmptyList).isTrue();
    }
  }

  @Test
  void lineThatIsTooLongForTheParserIsRefusedBeforeItIsParsed() {
    var reading = read("kind: Pod\n# fine\nx: " + "a".repeat(1 << 20) + "\n");

    assertThat(reading.objects())
        .singleElement()
        .isInstanceOfSatisfying(
            Parsed.Broken.class,
            broken -> {
              var problem = (Problem) broken.problems().get(0);
              assertThat(problem.location().line()).isEqualTo(3);
              assertThat(problem.message())
                  .contains("line of 1048579 characters", "at most 1048576");
            });
  }

  private static Reading read(String text) {
    return ObjectReader.read(
        new Manifests(List.of(ManifestFile.read("dir/a.yaml", text)), Optional.empty()));
  }

  private static List<ManifestObject> goods(String text) {
    return read(text).objects().stream()
        .map(parsed -> ((Parsed.Good<ObjectKey, ManifestObject>) parsed).value())
        .toList();
  }

  private static ManifestObject good(String text) {
    return goods(text).get(0);
  }

  private static List<Problem> broken(String text) {
    return ((Parsed.Broken<ObjectKey, ManifestObject>) read(text).objects().get(0)).problems();
  }
}
