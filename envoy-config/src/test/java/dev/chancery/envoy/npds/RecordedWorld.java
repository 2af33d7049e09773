package dev.chancery.envoy.npds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Resolutions;
import dev.chancery.policy.vectors.VectorWorld;
import dev.chancery.policy.vectors.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the recorded worlds, resolved.
 *
 * @param policies by the names of pods
 * @param refused why a policy of the row is not taken; then nothing is resolved
 */
record RecordedWorld(
    JsonNode row,
    VectorWorld world,
    Map<String, EndpointPolicy> policies,
    Optional<String> refused) {

  static List<RecordedWorld> all() {
    PolicyParser parser = new PolicyParser("default");
    return Vectors.rows("resolution.jsonl").stream().map(row -> of(row, parser)).toList();
  }

  private static RecordedWorld of(JsonNode row, PolicyParser parser) {
    List<Policy> policies = new ArrayList<>();
    Optional<String> refused = Optional.empty();
    for (JsonNode text : row.get("policies")) {
      for (ParsedPolicy parsed : parser.parse(id(row), text.asText())) {
        refused = refused.or(() -> parsed.errors().stream().map(Object::toString).findFirst());
        parsed.policy().ifPresent(policies::add);
      }
    }
    VectorWorld world = VectorWorld.of(row, policies);
    return new RecordedWorld(
        row,
        world,
        refused.isPresent()
            ? Map.of()
            : Resolutions.byName(world.world(), world.identities().values()).policies(),
        refused);
  }

  String id() {
    return id(row);
  }

  private static String id(JsonNode row) {
    return row.get("id").asText();
  }
}
