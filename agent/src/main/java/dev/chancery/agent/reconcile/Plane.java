package dev.chancery.agent.reconcile;

/**
 * One data plane, told of what is in force. Called on the reconciling thread alone, view after
 * view.
 */
public interface Plane {
  /** A view that is about to be saved, and then published. */
  default void prepare(NodeView next) {}

  /**
   * Publishes what follows from a view. After a failure in between, the next call publishes all of
   * it.
   *
   * @param before what was published last; nothing is in the first
   */
  void publish(NodeView before, NodeView next);
}
