package dev.chancery.policy;

/**
 * Where something in a compiled policy was written.
 *
 * @param path path in the document, such as {@code spec.ingress[1].toPorts[0].rules.http[2]}
 */
public record Provenance(PolicyRef policy, String path, Location location) {
  /**
   * {@code namespace/name:path}: short, without spaces, unique per kind; fit for an RBAC action.
   */
  public String id() {
    return policy.key() + ":" + path;
  }

  /** A field below, on a line that is not known any more: that of this. */
  public Provenance field(String name) {
    return new Provenance(policy, path + "." + name, location);
  }
}
