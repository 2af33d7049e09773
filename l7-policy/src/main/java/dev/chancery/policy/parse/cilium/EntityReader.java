package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.model.Entity;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code fromEntities} and {@code toEntities}. */
final class EntityReader {
  /** Known to the agent; the custom resource's schema has no such value. */
  private static final Set<Entity> NOT_IN_SCHEMA = Set.of(Entity.WORLD_IPV4, Entity.WORLD_IPV6);

  private final Context context;

  EntityReader(Context context) {
    this.context = context;
  }

  List<PeerSelector> read(Fields element, String field) {
    return element.list(field).stream().flatMap(this::entity).toList();
  }

  private Stream<PeerSelector> entity(Node node) {
    Optional<String> text = Fields.string(node, context.findings());
    Optional<Entity> entity = text.flatMap(Entity::of).filter(this::isKnown);
    if (text.isPresent() && entity.isEmpty()) {
      context.findings().error(node, "unknown-value", "unsupported entity: " + text.get());
    }
    entity
        .filter(NOT_IN_SCHEMA::contains)
        .ifPresent(
            e ->
                context
                    .findings()
                    .schemaError(
                        node,
                        "enum",
                        "entity " + e.text() + ": not in the schema (expected: world)"));
    return entity.<PeerSelector>map(PeerSelector.OfEntity::new).stream();
  }

  private boolean isKnown(Entity entity) {
    return entity != Entity.CLUSTER_MESH || context.language().compat().isAtLeast(Compat.V1_20);
  }
}
