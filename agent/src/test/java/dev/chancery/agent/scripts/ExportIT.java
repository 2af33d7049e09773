package dev.chancery.agent.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.chancery.agent.cli.option.SettingsOptions;
import dev.chancery.agent.offline.ManifestArguments;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.world.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The scripts of {@code deploy/cilium-envoy}, with a {@code kubectl} of the test's own. */
final class ExportIT {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("chancery.root"), "deploy/cilium-envoy");

  @TempDir Path dir;
  private FakeCluster cluster;
  private Path manifests;

  @BeforeEach
  void makeACluster() throws Exception {
    Path path = Files.createDirectory(dir.resolve("path"));
    for (String tool :
        List.of("sh", "cat", "dirname", "jq", "ln", "mktemp", "mv", "readlink", "rm", "sleep")) {
      Scripts.link(path, tool);
    }
    cluster = new FakeCluster(Files.createDirectory(dir.resolve("cluster")));
    cluster.kubectl(path.resolve("kubectl"));
    manifests = Files.createDirectory(dir.resolve("manifests"));
  }

  @Test
  void whatIsExportedIsEnoughForCiliumsNumbers() throws Exception {
    assertThat(run("export-objects", manifests)).isEqualTo(new Scripts.Ended(0, "", ""));
    assertThat(run("export-policies", manifests.resolve("policies.json")).exit()).isZero();

    var options = new SettingsOptions();
    new CommandLine(options)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs("--data-plane=cilium-envoy", "--identity-source=ipcache");
    NodeView view =
        NodeState.empty(options.settings()).next(ManifestArguments.read(List.of(manifests))).view();
    assertThat(view.problems()).isEmpty();
    assertThat(view.world().endpoints())
        .extracting(Endpoint::key, Endpoint::id, e -> e.identity().number())
        .containsExactly(tuple("shop/web", FakeCluster.ENDPOINT, FakeCluster.IDENTITY));
    assertThat(view.world().policies()).hasSize(1);
  }

  @Test
  void whatAPodKeepsInItsEnvironmentIsNotExported() throws Exception {
    run("export-objects", manifests);

    assertThat(exported()).hasSize(FakeCluster.KINDS);
    for (Path file : exported()) {
      assertThat(Files.readString(file)).doesNotContain(FakeCluster.PLANTED);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void roundThatFailsReplacesNothing() throws Exception {
    run("export-objects", manifests);
    String before = pods();
    cluster.hasPod("10.0.0.2");

    cluster.answers("networkpolicies.networking.k8s.io", "");
    assertThat(run("export-objects", manifests))
        .isEqualTo(
            new Scripts.Ended(
                1,
                "",
                "export-objects: kubectl printed nothing for"
                    + " networkpolicies.networking.k8s.io\n"));
    assertThat(pods()).isEqualTo(before).contains("10.0.0.1");

    cluster.forbids("networkpolicies.networking.k8s.io");
    assertThat(run("export-objects", manifests))
        .as("kubectl gives the reason, and nobody else")
        .matches(ended -> ended.exit() == 1)
        .matches(ended -> ended.err().lines().count() == 1);
    assertThat(pods()).isEqualTo(before);
    assertThat(everything()).as("nothing is left over").hasSize(FakeCluster.KINDS);
  }

  @Test
  void roundsGoOnAfterOneThatFailed() throws Exception {
    cluster.forbids("pods");
    Path log = dir.resolve("log");
    var builder =
        new ProcessBuilder(
                SCRIPTS.resolve("export-objects").toString(), manifests.toString(), "0.01")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("PATH", dir.resolve("path").toString());
    Process rounds = builder.start();
    try {
      until(() -> Files.readString(log).contains("pods.json"));
      assertThat(exported()).isEmpty();
      cluster.hasPod("10.0.0.1");
      until(() -> exported().size() == FakeCluster.KINDS);
      cluster.hasPod("10.0.0.2");
      until(() -> pods().contains("10.0.0.2"));
    } finally {
      rounds.destroy();
      rounds.waitFor();
    }
    assertThat(everything()).as("nothing is left over").hasSize(FakeCluster.KINDS);
  }

  @Test
  void policiesAreExportedOnceAndNeverTheirTwins() throws Exception {
    Path originals = dir.resolve("originals.json");
    assertThat(run("export-policies", originals)).isEqualTo(new Scripts.Ended(0, "", ""));
    String policies = Files.readString(originals);
    assertThat(policies).contains("\"method\": \"GET\"").doesNotContain("resourceVersion", "uid");
    assertThat(run("export-policies", originals).err()).contains("is there (expected: a new file)");

    String twins = twins(originals);
    assertThat(twins).contains("\"port\": \"80\"").doesNotContain("http");
    cluster.answers(FakeCluster.POLICIES, twins);
    Path second = dir.resolve("second.json");
    assertThat(run("export-policies", second).err()).contains("the cluster has twins");
    assertThat(second).doesNotExist();
    assertThat(Files.readString(originals)).isEqualTo(policies);
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.filter(f -> f.toString().contains(".json"))).containsExactly(originals);
    }
  }

  @Test
  void noAnswerIsNotTakenForNoPolicies() throws Exception {
    cluster.answers(FakeCluster.POLICIES, "");
    Path originals = dir.resolve("originals.json");

    assertThat(run("export-policies", originals))
        .isEqualTo(
            new Scripts.Ended(
                1, "", "export-policies: kubectl printed nothing for the policies\n"));
    assertThat(originals).doesNotExist();
  }

  @Test
  void whatIsNoListReplacesNothing() throws Exception {
    run("export-objects", manifests);
    String before = pods();

    cluster.answers("pods", "{\"items\": [");
    Scripts.Ended ended = run("export-objects", manifests);
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).endsWith("export-objects: kubectl printed no list of pods\n");
    assertThat(pods()).isEqualTo(before);
  }

  @Test
  void nothingOfAPodsEnvironmentStaysAfterAKill() throws Exception {
    Path asked = dir.resolve("asked");
    cluster.printsAndWaits(dir.resolve("path/kubectl"), asked);
    var builder =
        new ProcessBuilder(SCRIPTS.resolve("export-objects").toString(), manifests.toString());
    builder.environment().put("PATH", dir.resolve("path").toString());
    Process round = builder.start();
    until(() -> Files.exists(asked));
    // Those that write among the manifests first.
    List<ProcessHandle> all = Stream.concat(round.children(), round.descendants()).toList();
    round.destroyForcibly().waitFor();
    all.forEach(ProcessHandle::destroyForcibly);

    try (Stream<Path> files = Files.walk(manifests)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain(FakeCluster.PLANTED);
      }
    }
    assertThat(everything()).as("the round was in the middle").isNotEmpty();
  }

  @Test
  void argumentsThatAreWrongAreRefusedAtTheStart() throws Exception {
    var usage = new Scripts.Ended(2, "", "usage: export-objects FOLDER [SECONDS]\n");
    assertThat(run("export-objects")).isEqualTo(usage);
    for (String pause : List.of("abc", "", "-1", "1.2.3", ".", "5 ")) {
      assertThat(run("export-objects", manifests, pause)).as(pause).isEqualTo(usage);
    }
    assertThat(run("export-objects", manifests, "1", "2")).isEqualTo(usage);
    assertThat(everything()).isEmpty();

    assertThat(run("export-policies"))
        .isEqualTo(new Scripts.Ended(2, "", "usage: export-policies FILE\n"));
  }

  private String twins(Path originals) throws Exception {
    String filter = SCRIPTS.resolve("l4-twins.jq").toString();
    return Scripts.run(
            environment(), dir, "jq", "--arg", "keep", "dns", "-f", filter, originals.toString())
        .out();
  }

  private Scripts.Ended run(String script, Object... arguments) throws Exception {
    String[] command =
        Stream.concat(Stream.of(SCRIPTS.resolve(script)), Stream.of(arguments))
            .map(Object::toString)
            .toArray(String[]::new);
    return Scripts.run(environment(), dir, command);
  }

  private List<Map.Entry<String, String>> environment() {
    return List.of(Map.entry("PATH", dir.resolve("path").toString()));
  }

  /** What an agent would read. */
  private List<Path> exported() throws IOException {
    return everything().stream().filter(f -> !f.getFileName().toString().startsWith(".")).toList();
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> files = Files.list(manifests)) {
      return files.toList();
    }
  }

  private String pods() throws IOException {
    return Files.readString(manifests.resolve("pods.json"));
  }

  private static void until(Callable<Boolean> holds) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(holds);
  }
}
