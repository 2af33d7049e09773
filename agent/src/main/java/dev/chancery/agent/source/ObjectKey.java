package dev.chancery.agent.source;

/**
 * Names an object in the way the Kubernetes API does.
 *
 * @param namespace empty for kinds that have none
 */
public record ObjectKey(String kind, String namespace, String name) {
  /** {@code Kind namespace/name}. */
  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
