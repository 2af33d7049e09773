package dev.chancery.envoy.npds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.vectors.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Makes of the recorded worlds the messages that the reference makes. */
class NpdsVectorsTest {
  private final Map<String, String> differences = Vectors.differences("npds-differences.tsv");
  private final TreeSet<String> differing = new TreeSet<>();
  private final List<String> unexpected = new ArrayList<>();
  private int messages;
  private int leftOut;

  @Test
  void makesTheMessagesOfTheReference() {
    List<RecordedWorld> worlds = RecordedWorld.all();
    for (RecordedWorld world : worlds) {
      if (world.refused().isPresent()) {
        leftOut++;
        System.out.println("npds: left out " + world.id() + ": " + world.refused().get());
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
            + leftOut
            + " worlds left out");
    assertThat(unexpected).isEmpty();
    assertThat(worlds.stream().map(RecordedWorld::id).filter(differences::containsKey))
        .as("listed as different, and differing")
        .containsExactlyInAnyOrderElementsOf(differing);
    assertThat(messages).isPositive();
  }

  private void check(RecordedWorld world, String name, JsonNode expected) {
    EndpointPolicy policy = world.policies().get(name);
    if (policy == null || expected.path("network_policy").isMissingNode()) {
      if (policy != null && !expected.has("error")) {
        unexpected.add(world.id() + " " + name + ": no message in the reference");
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
    if (differences.containsKey(world.id())) {
      differing.add(world.id());
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
