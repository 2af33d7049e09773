package dev.chancery.envoy.npds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.policy.vectors.Vectors;
import dev.chancery.testing.VectorFolder;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The test proxy, given the reference's messages, answers as the reference recorded: connections of
 * TCP by the policy maps, plain requests by the messages. {@code npds-answers.tsv} lists the worlds
 * where messages and answers are not about the same.
 */
class RecordedAnswersTest {
  private final Map<String, String> differences = Vectors.differences("npds-answers.tsv");
  private final TreeSet<String> differing = new TreeSet<>();
  private final List<String> wrong = new ArrayList<>();
  private int connections;
  private int requests;
  private int ofTheHost;

  @ParameterizedTest
  @EnumSource(names = {"V1_35", "V1_36"})
  void theTestProxyReadsTheReferencesMessagesAsTheReferenceDoes(ProxyGeneration generation) {
    List<RecordedWorld> worlds = RecordedWorld.all();
    worlds.forEach(world -> ask(world, generation));
    System.out.println(
        "npds: the test proxy of "
            + generation.release()
            + " under the reference's messages of "
            + worlds.size()
            + " worlds: "
            + connections
            + " connections and "
            + requests
            + " requests as recorded, "
            + ofTheHost
            + " connections of the host that it is not asked about, "
            + differing.size()
            + " worlds listed as different");
    assertThat(wrong).isEmpty();
    assertThat(differing).isEqualTo(listed(worlds));
    assertThat(requests).isPositive();
    if (VectorFolder.find().isPresent()) {
      assertThat(List.of(connections, requests, ofTheHost)).containsExactly(3665, 452, 104);
    }
  }

  private TreeSet<String> listed(List<RecordedWorld> worlds) {
    return worlds.stream()
        .map(RecordedWorld::id)
        .filter(differences::containsKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void ask(RecordedWorld world, ProxyGeneration generation) {
    RecordedProxy proxy;
    try {
      proxy = RecordedProxy.of(world, generation);
    } catch (Rejected e) {
      differs(world, e.toString());
      return;
    }
    for (JsonNode question : world.row().path("questions")) {
      if (question.get("proto").asText().equals("TCP")) {
        connection(world, proxy, question, false);
        connection(world, proxy, question, true);
        question.path("http").forEach(written -> request(world, proxy, question, written));
      }
    }
  }

  private void connection(
      RecordedWorld world, RecordedProxy proxy, JsonNode question, boolean ingress) {
    String answer = question.path(ingress ? "ingress" : "egress").asText();
    if (answer.isEmpty()) {
      return;
    }
    boolean connects = proxy.connects(question, ingress);
    if (connects != answer.equals("denied")) {
      connections++;
    } else if (!connects && answer.equals("allowed") && isOfTheHost(question, ingress)) {
      ofTheHost++;
    } else if (connects) {
      wrong.add(world.id() + " lets on " + question);
    } else {
      differs(world, "resets " + question);
    }
  }

  /** The kernel lets it in to its pods; the message need not say so where nothing redirects. */
  private static boolean isOfTheHost(JsonNode question, boolean ingress) {
    return ingress && question.path("from_peer").asText().equals("host");
  }

  private void request(
      RecordedWorld world, RecordedProxy proxy, JsonNode question, JsonNode written) {
    RecordedProxy.Answer answer = proxy.request(question, RecordedRequest.of(written));
    JsonNode headers = written.path(written.has("headers_after") ? "headers_after" : "headers");
    Map<String, String> after = new TreeMap<>();
    RecordedRequest.headers(headers).forEach((n, values) -> after.put(n, String.join(",", values)));
    boolean same =
        answer.allowed() == written.get("allowed").asBoolean()
            && (!answer.allowed() || answer.headers().equals(after));
    if (same) {
      requests++;
    } else {
      wrong.add(world.id() + " " + answer + " " + written);
    }
  }

  private void differs(RecordedWorld world, String how) {
    differing.add(world.id());
    if (!differences.containsKey(world.id())) {
      wrong.add(world.id() + " " + how);
    }
  }
}
