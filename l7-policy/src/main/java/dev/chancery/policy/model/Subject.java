package dev.chancery.policy.model;

import dev.chancery.policy.label.Labels;
import dev.chancery.policy.label.Selector;

/** Whom a rule binds. */
public sealed interface Subject {
  /** Whether the workload with these labels is bound. */
  boolean selectsEndpoint(Labels labels);

  /** {@code endpointSelector}, narrowed to the policy's namespace. */
  record Endpoints(Selector selector) implements Subject {
    @Override
    public boolean selectsEndpoint(Labels labels) {
      return selector.matches(labels);
    }
  }

  /** {@code nodeSelector}: the host itself, never a workload. */
  record Nodes(Selector selector) implements Subject {
    @Override
    public boolean selectsEndpoint(Labels labels) {
      return false;
    }
  }
}
