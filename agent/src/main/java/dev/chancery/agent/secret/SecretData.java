package dev.chancery.agent.secret;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one Kubernetes Secret holds. Its text says nothing of the values, and neither JSON nor any
 * log shows them: only {@link #values} gives them away.
 */
public final class SecretData {
  private final Map<String, byte[]> values;

  /**
   * @param values bytes by key, such as {@code tls.crt}
   */
  public SecretData(Map<String, byte[]> values) {
    this.values = copy(values);
  }

  /** Bytes by key; the caller's own. */
  public Map<String, byte[]> values() {
    return copy(values);
  }

  public Set<String> keys() {
    return Set.copyOf(values.keySet());
  }

  /** Bytes of all values. */
  int size() {
    return values.values().stream().mapToInt(value -> value.length).sum();
  }

  private static Map<String, byte[]> copy(Map<String, byte[]> values) {
    Map<String, byte[]> copy = new TreeMap<>();
    values.forEach((key, value) -> copy.put(key, value.clone()));
    return new LinkedHashMap<>(copy);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretData data
        && values.keySet().equals(data.values.keySet())
        && values.entrySet().stream()
            .allMatch(e -> Arrays.equals(e.getValue(), data.values.get(e.getKey())));
  }

  /** Of the keys alone: not even a hash of a value is shown. */
  @Override
  public int hashCode() {
    return values.keySet().hashCode();
  }

  @Override
  public String toString() {
    return "[" + values.size() + " hidden]";
  }
}
