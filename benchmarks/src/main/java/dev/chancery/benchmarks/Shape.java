package dev.chancery.benchmarks;

/**
 * How large a cluster is.
 *
 * @param namespaces each with as many apps as any other
 * @param apps in a namespace; each runs in two versions
 * @param pods spread over namespaces, apps and versions in turn: up to {@code namespaces × apps ×
 *     2} of them have an identity each
 * @param policies of which {@code l7} have HTTP rules
 */
public record Shape(int namespaces, int apps, int pods, int policies, int l7) {
  /** A busy node: every policy binds some of its pods. */
  public static final Shape NODE = new Shape(20, 10, 250, 184, 184);

  /** The policies of a large cluster, of which few bind a pod of this node. */
  public static final Shape LARGE = new Shape(100, 50, 250, 5000, 184);

  /** All pods of a large cluster, an identity each. */
  public static final Shape IDENTITIES = new Shape(100, 50, 10_000, 500, 0);

  /** As small as it gets, to see that a benchmark runs. */
  public static final Shape SMALL = new Shape(2, 2, 6, 4, 4);

  /** By the name of one of the constants. */
  public static Shape named(String name) {
    return switch (name) {
      case "node" -> NODE;
      case "large" -> LARGE;
      case "identities" -> IDENTITIES;
      case "small" -> SMALL;
      default -> throw new IllegalArgumentException("shape: " + name);
    };
  }
}
