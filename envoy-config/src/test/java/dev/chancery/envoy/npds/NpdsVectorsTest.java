package dev.chancery.envoy.npds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.vectors.Vectors;
import dev.chancery.testing.VectorFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Makes of the recorded worlds the messages that the reference makes. What is listed in {@code
 * npds-differences.tsv} may only be stricter; in {@code npds-wider.tsv} are those where the
 * reference allows elsewhere what our message says.
 */
class NpdsVectorsTest {
  private final Map<String, String> differences = Vectors.differences("npds-differences.tsv");
  private final Map<String, String> wider = Vectors.differences("npds-wider.tsv");
  private final Map<String, String> refusals = Vectors.differences("npds-refused.tsv");
  private final Stricter stricter = new Stricter(RecordedWorld.all());
  private final TreeSet<String> differing = new TreeSet<>();
  private final TreeSet<String> refused = new TreeSet<>();
  private final List<String> unexpected = new ArrayList<>();
  private int messages;

  @Test
  void makesTheMessagesOfTheReference() {
    List<RecordedWorld> worlds = RecordedWorld.all();
    for (RecordedWorld world : worlds) {
      if (world.refused().isPresent()) {
        refused.add(world.id());
        continue;
      }
      world.row().get("expect").properties().forEach(e -> check(world, e.getKey(), e.getValue()));
    }
    System.out.println(
        "npds: "
            + messages
            + " messages of "
            + worlds.size()
            + " worlds compared, "
            + differing.size()
            + " worlds listed as different, "
            + refused.size()
            + " worlds listed as refused, "
            + stricter.allowed()
            + " requests that a differing message allows");
    assertThat(unexpected).isEmpty();
    assertThat(listed(worlds, differences, wider)).as("differ").isEqualTo(differing);
    assertThat(listed(worlds, refusals)).as("refused").isEqualTo(refused);
    assertThat(messages).isPositive();
    if (VectorFolder.find().isPresent()) {
      assertThat(stricter.allowed()).isPositive();
    }
  }

  @SafeVarargs
  private static TreeSet<String> listed(List<RecordedWorld> worlds, Map<String, String>... lists) {
    return worlds.stream()
        .map(RecordedWorld::id)
        .filter(id -> Stream.of(lists).anyMatch(l -> l.containsKey(id)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void check(RecordedWorld world, String name, JsonNode expected) {
    EndpointPolicy policy = world.policies().get(name);
    if (policy == null || expected.path("network_policy").isMissingNode()) {
      if (expected.has("network_policy") || (policy != null && !expected.has("error"))) {
        unexpected.add(world.id() + " " + name + ": a message on one side alone");
      }
      return;
    }
    messages++;
    NetworkPolicy theirs =
        Messages.normal(Messages.read(expected.get("network_policy"), world.world().identities()));
    NetworkPolicy ours =
        Messages.normal(NetworkPolicies.of(policy, NpdsOptions.DEFAULT).orElseThrow());
    if (ours.equals(theirs)) {
      return;
    }
    if (wider.containsKey(world.id())) {
      differing.add(world.id());
      if (stricter.wider(world, ours, theirs).isEmpty()) {
        unexpected.add(world.id() + " " + name + " is listed as wider, and is not");
      }
      return;
    }
    if (differences.containsKey(world.id())) {
      differing.add(world.id());
      stricter.wider(world, ours, theirs).forEach(w -> unexpected.add(name + " allows " + w));
      return;
    }
    unexpected.add(
        world.id()
            + " "
            + name
            + "\n  ours   in "
            + Messages.text(ours.getIngressPerPortPoliciesList())
            + "\n  theirs in "
            + Messages.text(theirs.getIngressPerPortPoliciesList())
            + "\n  ours   out "
            + Messages.text(ours.getEgressPerPortPoliciesList())
            + "\n  theirs out "
            + Messages.text(theirs.getEgressPerPortPoliciesList()));
  }
}
