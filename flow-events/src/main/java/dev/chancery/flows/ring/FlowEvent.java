package dev.chancery.flows.ring;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.LostEvent;

/** What the ring holds. */
public sealed interface FlowEvent {
  /** A flow, redacted already. */
  record Seen(Flow flow) implements FlowEvent {}

  /** Flows that are not there, and why. */
  record Lost(LostEvent event) implements FlowEvent {}
}
