package dev.chancery.policy.parse;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.Action;

/** The four lists of a rule, in the order in which they are checked. */
enum ElementKind {
  INGRESS("ingress", Direction.INGRESS, Action.ALLOW, Schema.INGRESS),
  INGRESS_DENY("ingressDeny", Direction.INGRESS, Action.DENY, Schema.INGRESS_DENY),
  EGRESS("egress", Direction.EGRESS, Action.ALLOW, Schema.EGRESS),
  EGRESS_DENY("egressDeny", Direction.EGRESS, Action.DENY, Schema.EGRESS_DENY);

  private final String field;
  private final Direction direction;
  private final Action action;
  private final Schema schema;

  ElementKind(String field, Direction direction, Action action, Schema schema) {
    this.field = field;
    this.direction = direction;
    this.action = action;
    this.schema = schema;
  }

  String field() {
    return field;
  }

  Direction direction() {
    return direction;
  }

  Action action() {
    return action;
  }

  Schema schema() {
    return schema;
  }

  Schema portSchema() {
    return action == Action.DENY ? Schema.PORT_DENY_RULE : Schema.PORT_RULE;
  }

  /** {@code fromEndpoints} or {@code toEndpoints}, and so on. */
  String peerField(String kind) {
    return (direction == Direction.INGRESS ? "from" : "to") + kind;
  }
}
