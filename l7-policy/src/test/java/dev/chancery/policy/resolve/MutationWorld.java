package dev.chancery.policy.resolve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.common.net.InetAddresses;
import dev.chancery.policy.Corpus;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A valid policy of the corpus or of {@code examples}, and the pods that it is about.
 *
 * @param resolver for the corpus one that checks the invariants too, which takes its time
 * @param selves keys of the pods whose verdicts are asked for
 * @param peers addresses that are asked about
 * @param ports likewise
 */
record MutationWorld(
    String name,
    String text,
    Supplier<Cluster> cluster,
    Function<Cluster, Resolution> resolver,
    List<String> selves,
    List<String> peers,
    Set<Integer> ports) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path EXAMPLES =
      Path.of(System.getProperty("chancery.root", ".."), "examples");
  private static final Pattern PORT = Pattern.compile("port: \"?([0-9]+)");

  static List<MutationWorld> corpus() {
    return Corpus.FILES.stream().map(MutationWorld::ofCorpus).toList();
  }

  /** The corpus, and the valid policies of Cilium's kinds among the examples. */
  static List<MutationWorld> all() {
    List<MutationWorld> all = new ArrayList<>(corpus());
    try (Stream<Path> files = Files.walk(EXAMPLES, 2)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        String text = Files.readString(file);
        if (text.contains("\nkind: Cilium") || text.startsWith("kind: Cilium")) {
          ofExample(file, text).ifPresent(all::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static MutationWorld ofCorpus(String file) {
    return new MutationWorld(
        file,
        Corpus.text(file),
        Cluster::starWars,
        Cluster::resolve,
        List.of("default/deathstar", "default/xwing"),
        List.of("127.20.0.6", "127.20.0.7", "10.1.0.1", "192.0.2.1"),
        new TreeSet<>(List.of(17, 53, 80, 443, 8005)));
  }

  /** Empty where the file is an example of what is refused. */
  private static Optional<MutationWorld> ofExample(Path file, String text) throws IOException {
    Path cluster = file.resolveSibling("cluster.yaml");
    if (!Files.exists(cluster) || !isValid(text)) {
      return Optional.empty();
    }
    List<ExamplePod> pods = ExamplePod.read(cluster);
    Set<Integer> ports = new TreeSet<>(List.of(17, 80));
    PORT.matcher(text)
        .results()
        .map((MatchResult m) -> Integer.parseInt(m.group(1)))
        .filter(p -> p > 0 && p < 65536)
        .limit(3)
        .forEach(ports::add);
    List<String> peers = new ArrayList<>(pods.stream().map(ExamplePod::address).toList());
    peers.addAll(List.of("10.1.0.1", "192.0.2.1"));
    return Optional.of(
        new MutationWorld(
            EXAMPLES.relativize(file).toString(),
            text,
            () -> ExamplePod.cluster(pods),
            c -> Resolver.resolve(c.world(), c.numbering()),
            pods.stream().map(ExamplePod::key).toList(),
            peers,
            ports));
  }

  private static boolean isValid(String text) {
    List<ParsedPolicy> parsed = new PolicyParser("default").parse("f.yaml", text);
    return parsed.size() == 1 && parsed.get(0).policy().isPresent();
  }

  JsonNode tree() {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of every pod, in both directions, about every probe; empty if the policy is refused. */
  Optional<List<Boolean>> verdicts(String policy) {
    if (!isValid(policy)) {
      return Optional.empty();
    }
    Resolution resolution = resolver.apply(cluster.get().policy(policy));
    List<Request> probes = probes(resolution);
    List<Boolean> verdicts = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (String self : selves) {
        DirectionPolicy rules =
            requireNonNull(resolution.policies().get(self)).direction(direction);
        probes.forEach(p -> verdicts.add(Evaluator.decide(rules, p).allowed()));
      }
    }
    return Optional.of(verdicts);
  }

  private List<Request> probes(Resolution resolution) {
    List<Request> probes = new ArrayList<>();
    for (String peer : peers) {
      int identity = resolution.ipCache().identity(InetAddresses.forString(peer)).number();
      for (int port : ports) {
        for (String path : List.of("/v1/request-landing", "/public/x", "/")) {
          probes.add(
              new Request(identity, Protocol.TCP, port, Optional.of(Cluster.http("POST", path))));
        }
      }
    }
    return probes;
  }

  @Override
  public String toString() {
    return name;
  }
}
