package dev.chancery.policy.lint;

import dev.chancery.policy.Problem;
import dev.chancery.policy.resolve.Cluster;
import java.util.List;
import java.util.Map;

/** Warnings about policies of a small shop, without those of one test's no interest. */
final class Linted {
  private Linted() {}

  /** Namespace {@code shop} with web, api and db; kube-dns in {@code kube-system}. */
  static Cluster shop() {
    return new Cluster()
        .pod("shop/web", "127.20.0.5", Map.of("app", "web"))
        .pod("shop/api", "127.20.0.6", Map.of("app", "api"))
        .pod("shop/db", "127.20.0.7", Map.of("app", "db"))
        .pod("kube-system/coredns", "127.20.0.8", Map.of("k8s-app", "kube-dns"));
  }

  /** A policy of {@code shop}; its spec indented by nothing. */
  static String policy(String name, String spec) {
    return """
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: %s, namespace: shop}
        spec:
        """
            .formatted(name)
        + spec.indent(2);
  }

  static List<Problem> problems(Cluster cluster) {
    return Lint.warnings(cluster.world(), cluster.resolve()).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  /** {@code path} of each warning with this code. */
  static List<String> paths(Cluster cluster, String code) {
    return problems(cluster).stream()
        .filter(p -> p.code().equals(code))
        .map(Problem::path)
        .toList();
  }
}
