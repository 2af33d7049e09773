package dev.chancery.agent.reconcile;

/**
 * One data plane, told of what is in force. Called on the reconciling thread alone, view after
 * view.
 */
public interface Plane {
  /**
   * Publishes what follows from a view. After a failure in between, the next call publishes all of
   * it.
   *
   * @param before what was published last; nothing is in the first
   */
  void publish(NodeView before, NodeView next);
}
