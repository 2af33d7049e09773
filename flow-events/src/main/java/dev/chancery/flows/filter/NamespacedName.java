package dev.chancery.flows.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * A wanted name as {@code [namespace/]prefix}. An empty half is any; without a slash the namespace
 * is {@code default}; what follows a second slash is ignored.
 */
record NamespacedName(String namespace, String prefix) {
  static List<NamespacedName> parseAll(List<String> names) throws InvalidFilterException {
    var parsed = new ArrayList<NamespacedName>();
    for (String name : names) {
      if (name.isEmpty()) {
        throw new InvalidFilterException("invalid filter, name must not be empty");
      }
      String[] parts = name.split("/", -1);
      parsed.add(
          parts.length > 1
              ? new NamespacedName(parts[0], parts[1])
              : new NamespacedName("default", parts[0]));
    }
    return parsed;
  }

  /**
   * Whether one of the wanted accepts it; a thing with neither namespace nor name is never wanted.
   */
  static boolean anyAccepts(List<NamespacedName> wanted, String namespace, String name) {
    return !(namespace.isEmpty() && name.isEmpty())
        && wanted.stream().anyMatch(one -> one.accepts(namespace, name));
  }

  private boolean accepts(String otherNamespace, String name) {
    return name.startsWith(prefix) && (namespace.isEmpty() || namespace.equals(otherNamespace));
  }
}
