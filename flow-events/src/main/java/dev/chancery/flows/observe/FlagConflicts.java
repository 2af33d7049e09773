package dev.chancery.flows.observe;

import dev.chancery.flows.observe.flag.UsageException;
import java.util.List;
import java.util.Set;

/** Filter flags that exclude one another within one list. */
final class FlagConflicts {
  /** Of each group at most one flag; the order decides which pair is named. */
  private static final List<List<String>> GROUPS =
      List.of(
          List.of(
              "from-fqdn",
              "from-ip",
              "ip",
              "fqdn",
              "from-namespace",
              "namespace",
              "from-all-namespaces",
              "all-namespaces"),
          List.of("from-fqdn", "from-ip", "ip", "fqdn", "from-pod", "pod"),
          List.of(
              "to-fqdn",
              "to-ip",
              "ip",
              "fqdn",
              "to-namespace",
              "namespace",
              "to-all-namespaces",
              "all-namespaces"),
          List.of("to-fqdn", "to-ip", "ip", "fqdn", "to-pod", "pod"),
          List.of("to-pod", "namespace", "all-namespaces"),
          List.of("from-pod", "namespace", "all-namespaces"),
          List.of("to-service", "namespace", "all-namespaces"),
          List.of("from-service", "namespace", "all-namespaces"),
          List.of("label", "from-label"),
          List.of("label", "to-label"),
          List.of("service", "from-service"),
          List.of("service", "to-service"),
          List.of("port", "to-port"),
          List.of("port", "from-port"),
          List.of("identity", "to-identity"),
          List.of("identity", "from-identity"),
          List.of("workload", "to-workload"),
          List.of("workload", "from-workload"),
          List.of("encrypted", "unencrypted"));

  private FlagConflicts() {}

  static void check(Set<String> flags) throws UsageException {
    for (List<String> group : GROUPS) {
      List<String> used = group.stream().filter(flags::contains).toList();
      if (used.size() > 1) {
        throw new UsageException(
            String.format("filters --%s and --%s cannot be combined", used.get(0), used.get(1)));
      }
    }
  }
}
