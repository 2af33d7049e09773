package dev.chancery.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Policies as teams write them: each is about one app of one namespace, lets a few other apps of
 * the namespace in, one of another namespace now and then, and lets the app out to the cluster's
 * DNS, to one other app and, every tenth, to a network outside. Those with HTTP rules list two to
 * eight methods and paths.
 */
final class GeneratedPolicies {
  private static final List<String> APPS =
      List.of(
          "frontend",
          "cart",
          "checkout",
          "payment",
          "catalog",
          "search",
          "orders",
          "users",
          "mail",
          "reviews");
  private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE");

  private final Shape shape;
  private final Random random = new Random(20261101);

  GeneratedPolicies(Shape shape) {
    this.shape = shape;
  }

  static String app(int number) {
    String name = APPS.get(number % APPS.size());
    return number < APPS.size() ? name : name + "-" + number / APPS.size();
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < shape.policies(); i++) {
      // Spread evenly, so that those with HTTP rules are about apps all over the cluster.
      boolean hasL7 =
          (long) i * shape.l7() / shape.policies()
              != (long) (i + 1) * shape.l7() / shape.policies();
      texts.add(text(i, hasL7));
    }
    return texts;
  }

  private String text(int number, boolean hasL7) {
    String namespace = "team-" + number % shape.namespaces();
    int app = number / shape.namespaces() % shape.apps();
    var text =
        new StringBuilder(
            """
            apiVersion: cilium.io/v2
            kind: CiliumNetworkPolicy
            metadata:
              name: %s-%d
              namespace: %s
            spec:
              endpointSelector:
                matchLabels:
                  app: %s
              ingress:
              - fromEndpoints:
                - matchLabels:
                    app: %s
                - matchLabels:
                    app: %s
            """
                .formatted(app(app), number, namespace, app(app), anyApp(), anyApp()));
    if (random.nextInt(4) == 0) {
      text.append(
          """
              - matchLabels:
                  k8s:io.kubernetes.pod.namespace: team-%d
                  app: %s
          """
              .formatted(random.nextInt(shape.namespaces()), anyApp()));
    }
    text.append(
        """
            toPorts:
            - ports:
              - port: "8080"
                protocol: TCP
        """);
    if (hasL7) {
      text.append("      rules:\n        http:\n");
      for (int i = 0; i < 2 + random.nextInt(7); i++) {
        text.append(
            """
                    - method: %s
                      path: /api/v%d/%s/[0-9a-f]+
            """
                .formatted(
                    METHODS.get(random.nextInt(METHODS.size())), 1 + random.nextInt(2), anyApp()));
      }
    }
    text.append(
        """
          egress:
          - toEndpoints:
            - matchLabels:
                k8s:io.kubernetes.pod.namespace: kube-system
                k8s-app: kube-dns
            toPorts:
            - ports:
              - port: "53"
                protocol: UDP
          - toEndpoints:
            - matchLabels:
                app: %s
            toPorts:
            - ports:
              - port: "8080"
                protocol: TCP
        """
            .formatted(anyApp()));
    if (number % 10 == 0) {
      text.append("  - toCIDR:\n    - 198.51.%d.0/24\n".formatted(number / 10 % 256));
    }
    return text.toString();
  }

  private String anyApp() {
    return app(random.nextInt(shape.apps()));
  }
}
