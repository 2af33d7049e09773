package dev.chancery.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.control.Control;
import dev.chancery.agent.net.UnixChannel;
import dev.chancery.agent.reconcile.ObjectStatus;
import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.wire.XdsType;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy that refuses one policy: it costs the others nothing, and whoever wrote it is told. */
class RefusedPolicyIT {
  private static final String TEXT = "Proto constraint validation failed (poison)";
  private static final List<String> PATHS = List.of("/a", "/b", "/poison");

  @TempDir private Path folder;

  @Test
  void refusedPolicyKeepsTheOneBeforeAndOthersMoveOn() throws Exception {
    try (Faulty node = Faulty.start(folder)) {
      node.edit(0, Set.of("/a"));
      node.edit(1, Set.of("/a"));
      node.settle();
      node.plane.proxy().faults().rejecting(p -> p.toString().contains("/poison"), TEXT);

      node.edit(0, Set.of("/poison"));
      node.plane.proxy().await("a NACK", proxy -> refusals(node) > 0);
      node.edit(1, Set.of("/b"));
      node.awaitNewest(1);

      assertThat(node.get(1, "/b").status()).isEqualTo(200);
      assertThat(node.get(1, "/a").status()).isEqualTo(403);
      assertThat(node.get(0, "/a").status()).as("the policy before").isEqualTo(200);
      assertThat(node.get(0, "/poison").status()).isEqualTo(403);
      assertThat(rejected()).singleElement().asString().contains(TEXT);
      assertThat(state(0)).isEqualTo(ObjectStatus.State.REJECTED);
      assertThat(state(1)).isEqualTo(ObjectStatus.State.ACCEPTED);
      assertThat(refusals(node)).as("the same content is not sent again").isEqualTo(1);

      node.edit(2, Set.of("/b"));
      node.awaitNewest(2);
      assertThat(refusals(node)).isEqualTo(1);

      node.plane.proxy().faults().rejectingNothing();
      node.edit(0, Set.of("/b"));
      node.settle();
      node.checkAnswers(PATHS);
      assertThat(rejected()).isEmpty();
      assertThat(state(0)).isEqualTo(ObjectStatus.State.ACCEPTED);
      assertThat(refusals(node)).isEqualTo(1);
      assertThat(node.plane.proxy().violations()).isEmpty();
      assertThat(node.wrong()).isEmpty();
    }
  }

  private static long refusals(Faulty node) {
    return node.plane.proxy().journal(XdsType.POLICY).stream()
        .filter(e -> e.outcome() == JournalEntry.Outcome.NACK)
        .count();
  }

  /** What {@code chancery status} says was refused. */
  private JsonNode rejected() throws Exception {
    return status().get("rejected");
  }

  /** What {@code chancery status} says of the policy of a server. */
  private ObjectStatus.State state(int server) throws Exception {
    for (JsonNode object : status().get("objects")) {
      if (object.get("kind").asText().equals("CiliumNetworkPolicy")
          && object.get("name").asText().equals("server-" + server)) {
        return ObjectStatus.State.valueOf(object.get("state").asText());
      }
    }
    throw new AssertionError("no status of the policy of server " + server);
  }

  private JsonNode status() throws Exception {
    ManagedChannel channel = UnixChannel.open(folder.resolve("r").resolve("agent.sock"));
    try {
      return new JsonMapper().readTree(Control.ask(channel, "status"));
    } finally {
      channel.shutdownNow();
    }
  }
}
