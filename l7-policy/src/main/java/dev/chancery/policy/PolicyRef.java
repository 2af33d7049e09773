package dev.chancery.policy;

/**
 * Names a policy object.
 *
 * @param kind such as {@code CiliumNetworkPolicy}
 * @param namespace empty for cluster-wide kinds
 * @param uid {@code metadata.uid}, empty where there is none
 */
public record PolicyRef(String kind, String namespace, String name, String uid) {
  /** {@code namespace/name}, or {@code name} where there is no namespace. */
  public String key() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
