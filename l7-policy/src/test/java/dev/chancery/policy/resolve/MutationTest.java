package dev.chancery.policy.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.common.net.InetAddresses;
import dev.chancery.policy.Corpus;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What one wrong edit of a valid policy does: nothing, or less than before, or a refusal. Another
 * label is another selector, and not wrong.
 */
class MutationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Set<String> NOTHING = Set.of();
  private static final List<String> WRONG =
      List.of(
          "null",
          "17",
          "-1",
          "1.5",
          "true",
          "\"\\u0000\"",
          "\"(\"",
          "[17]",
          "[null]",
          "{\"a\":1}",
          "[[]]");

  @ParameterizedTest
  @FieldSource("dev.chancery.policy.Corpus#FILES")
  void fieldOfAWrongTypeNeverWidens(String file) throws Exception {
    for (String value : WRONG) {
      JsonNode wrong = JSON.readTree(value);
      mutate(file, NOTHING, (parent, key) -> set(parent, key, wrong));
    }
  }

  @ParameterizedTest
  @FieldSource("dev.chancery.policy.Corpus#FILES")
  void misspeltFieldNeverWidens(String file) throws Exception {
    mutate(
        file,
        NOTHING,
        (parent, key) -> {
          if (parent instanceof ObjectNode object) {
            object.set(key + "x", object.remove(key));
          }
        });
  }

  @ParameterizedTest
  @FieldSource("dev.chancery.policy.Corpus#FILES")
  void itemGivenTwiceNeverWidens(String file) throws Exception {
    mutate(
        file,
        NOTHING,
        (parent, key) -> {
          if (parent instanceof ArrayNode array) {
            array.add(array.get(Integer.parseInt(key)).deepCopy());
          }
        });
  }

  /**
   * Fields that narrow whoever or whatever is meant: a rule without them, or with less in them,
   * plainly says more. So do the elements of their lists.
   */
  private static final Set<String> NARROWS =
      Set.of(
          "specs",
          "values",
          "fromEndpoints",
          "toEndpoints",
          "fromEntities",
          "toEntities",
          "toFQDNs",
          "toPorts",
          "rules",
          "http",
          "path",
          "except");

  @ParameterizedTest
  @FieldSource("dev.chancery.policy.Corpus#FILES")
  void removedFieldWidensOnlyWhereItNarrowed(String file) throws Exception {
    mutate(file, NARROWS, MutationTest::remove);
  }

  @ParameterizedTest
  @FieldSource("dev.chancery.policy.Corpus#FILES")
  void emptiedFieldWidensOnlyWhereItNarrowed(String file) throws Exception {
    for (String value : List.of("[]", "{}", "\"\"", "[{}]", "\"*\"")) {
      JsonNode empty = JSON.readTree(value);
      mutate(file, NARROWS, (parent, key) -> set(parent, key, empty));
    }
  }

  private static void mutate(
      String file, Set<String> mayWiden, BiConsumer<ContainerNode<?>, String> edit)
      throws Exception {
    String original = Corpus.text(file);
    JsonNode tree = YAML.readTree(original);
    List<Boolean> before = verdicts(original).orElseThrow();
    int mutants = 0;
    for (List<String> path : paths(tree)) {
      JsonNode mutant = tree.deepCopy();
      JsonNode parent = mutant;
      for (String step : path.subList(0, path.size() - 1)) {
        parent = step(parent, step);
      }
      edit.accept((ContainerNode<?>) parent, path.get(path.size() - 1));
      mutants++;
      Optional<List<Boolean>> after = verdicts(JSON.writeValueAsString(mutant));
      if (after.isPresent() && !mayWiden.contains(lastName(path))) {
        assertThat(path.contains("matchLabels") || isNoWider(after.get(), before))
            .as("%s %s %s", file, path, mutant)
            .isTrue();
      }
    }
    assertThat(mutants).isGreaterThan(10);
  }

  /** The field that is edited, or whose element is. */
  private static String lastName(List<String> path) {
    return path.stream().filter(s -> !s.matches("[0-9]+")).reduce("", (a, b) -> b);
  }

  /** Empty if refused. The probes: all pods and some addresses, ports and requests. */
  private static Optional<List<Boolean>> verdicts(String text) {
    List<ParsedPolicy> parsed = new PolicyParser("default").parse("f.yaml", text);
    if (parsed.isEmpty() || parsed.get(0).policy().isEmpty()) {
      return Optional.empty();
    }
    Resolution resolution = Cluster.starWars().policy(text).resolve();
    List<Boolean> verdicts = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (String self : List.of("default/deathstar", "default/xwing")) {
        DirectionPolicy policy =
            requireNonNull(resolution.policies().get(self)).direction(direction);
        for (Request probe : probes(resolution)) {
          verdicts.add(Evaluator.decide(policy, probe).allowed());
        }
      }
    }
    return Optional.of(verdicts);
  }

  private static List<Request> probes(Resolution resolution) {
    List<Request> probes = new ArrayList<>();
    for (String peer : List.of("127.20.0.6", "127.20.0.7", "10.1.0.1", "192.0.2.1")) {
      int identity = resolution.ipCache().identity(InetAddresses.forString(peer)).number();
      for (int port : new int[] {17, 53, 80, 443, 8005}) {
        for (String path : List.of("/v1/request-landing", "/public/x", "/")) {
          probes.add(
              new Request(identity, Protocol.TCP, port, Optional.of(Cluster.http("POST", path))));
        }
      }
    }
    return probes;
  }

  private static boolean isNoWider(List<Boolean> after, List<Boolean> before) {
    for (int i = 0; i < before.size(); i++) {
      if (after.get(i) && !before.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static List<List<String>> paths(JsonNode node) {
    List<List<String>> paths = new ArrayList<>();
    List<String> steps = new ArrayList<>();
    node.fieldNames().forEachRemaining(steps::add);
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      steps.add("" + i);
    }
    for (String step : steps) {
      paths.add(List.of(step));
      for (List<String> below : paths(step(node, step))) {
        List<String> path = new ArrayList<>(List.of(step));
        path.addAll(below);
        paths.add(path);
      }
    }
    return paths;
  }

  private static JsonNode step(JsonNode node, String step) {
    return node.isArray() ? node.get(Integer.parseInt(step)) : node.get(step);
  }

  private static void set(ContainerNode<?> parent, String key, JsonNode value) {
    if (parent instanceof ObjectNode object) {
      object.set(key, value);
    } else if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(key), value);
    } else {
      throw new AssertionError(TextNode.valueOf(key));
    }
  }

  private static void remove(ContainerNode<?> parent, String key) {
    if (parent instanceof ObjectNode object) {
      object.remove(key);
    } else if (parent instanceof ArrayNode array) {
      array.remove(Integer.parseInt(key));
    }
  }
}
