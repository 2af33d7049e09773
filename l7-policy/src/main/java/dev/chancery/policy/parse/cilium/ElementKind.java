package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.Action;

/** The four lists of a rule, in the order in which they are checked. */
enum ElementKind {
  INGRESS("ingress", Direction.INGRESS, Action.ALLOW, CiliumSchema.INGRESS),
  INGRESS_DENY("ingressDeny", Direction.INGRESS, Action.DENY, CiliumSchema.INGRESS_DENY),
  EGRESS("egress", Direction.EGRESS, Action.ALLOW, CiliumSchema.EGRESS),
  EGRESS_DENY("egressDeny", Direction.EGRESS, Action.DENY, CiliumSchema.EGRESS_DENY);

  private final String field;
  private final Direction direction;
  private final Action action;
  private final CiliumSchema schema;

  ElementKind(String field, Direction direction, Action action, CiliumSchema schema) {
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

  CiliumSchema schema() {
    return schema;
  }

  CiliumSchema portSchema() {
    return action == Action.DENY ? CiliumSchema.PORT_DENY_RULE : CiliumSchema.PORT_RULE;
  }

  /** {@code fromEndpoints} or {@code toEndpoints}, and so on. */
  String peerField(String kind) {
    return (direction == Direction.INGRESS ? "from" : "to") + kind;
  }
}
