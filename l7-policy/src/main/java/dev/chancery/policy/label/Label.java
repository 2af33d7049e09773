package dev.chancery.policy.label;

/**
 * A label as identities carry it: {@code source:key=value}.
 *
 * @param source such as {@code k8s}, {@code reserved}, {@code cidr}
 * @param value may be empty
 */
public record Label(String source, String key, String value) implements Comparable<Label> {
  public static Label k8s(String key, String value) {
    return new Label("k8s", key, value);
  }

  public static Label reserved(String key) {
    return new Label("reserved", key, "");
  }

  /**
   * {@code source:key=value}, or {@code source:key} where there is no value, as Hubble prints it.
   */
  @Override
  public String toString() {
    return source + ":" + key + (value.isEmpty() ? "" : "=" + value);
  }

  @Override
  public int compareTo(Label o) {
    return toString().compareTo(o.toString());
  }
}
