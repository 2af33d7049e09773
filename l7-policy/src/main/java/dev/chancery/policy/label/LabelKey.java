package dev.chancery.policy.label;

/**
 * The key of a requirement, with the source that its labels must have.
 *
 * @param source such as {@code k8s}; {@code any} stands for every source
 * @param name without the source
 */
public record LabelKey(String source, String name) {
  /** The source of a key that names none: labels of every source fit. */
  public static final String ANY = "any";

  private static final String RESERVED_PREFIX = "reserved.";

  /** Reads {@code source:name}; without a colon the source is {@link #ANY}. Takes any text. */
  public static LabelKey parse(String text) {
    int colon = text.indexOf(':');
    if (colon > 0) {
      return new LabelKey(text.substring(0, colon), text.substring(colon + 1));
    }
    if (text.startsWith(RESERVED_PREFIX)) {
      return new LabelKey("reserved", text.substring(RESERVED_PREFIX.length()));
    }
    return new LabelKey(ANY, text);
  }

  public static LabelKey k8s(String name) {
    return new LabelKey("k8s", name);
  }

  /** Whether {@code label} is a label under this key. */
  public boolean covers(Label label) {
    return name.equals(label.key()) && (source.equals(ANY) || source.equals(label.source()));
  }

  /** Whether this key is {@code name} as a Kubernetes label, spelt with or without the source. */
  boolean isKubernetes(String name) {
    return this.name.equals(name) && mayBeKubernetes();
  }

  boolean mayBeKubernetes() {
    return source.equals("k8s") || source.equals(ANY);
  }

  /** {@code source.name}: the form in which Cilium checks the syntax of a key. */
  public String internal() {
    return source + "." + name;
  }

  /** As users write it. */
  @Override
  public String toString() {
    return source.equals(ANY) ? name : source + ":" + name;
  }
}
