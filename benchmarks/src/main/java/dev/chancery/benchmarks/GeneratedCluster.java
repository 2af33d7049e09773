package dev.chancery.benchmarks;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.Workload;
import dev.chancery.policy.world.World;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster that looks like a real one: pods with the labels that Helm charts and deployments put
 * on them, and policies as {@link GeneratedPolicies} writes them. The same for the same shape.
 */
public final class GeneratedCluster {
  private final List<String> texts;
  private final List<Endpoint> endpoints;
  private final Numbering numbering;

  public GeneratedCluster(Shape shape) {
    this.texts = new GeneratedPolicies(shape).texts();
    List<Labels> labels = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < shape.pods(); i++) {
      labels.add(labels(shape, i));
      keys.add(namespace(shape, i) + "/" + name(shape, i));
    }
    this.numbering = Numbering.empty().plusWorkloads(labels).plusEndpoints(keys);
    this.endpoints = new ArrayList<>();
    for (int i = 0; i < shape.pods(); i++) {
      endpoints.add(endpoint(shape, i, labels.get(i)));
    }
  }

  /** A manifest a policy. */
  public List<String> texts() {
    return texts;
  }

  /** The policies of manifests, which must be valid. */
  public static List<Policy> parse(List<String> texts) {
    var parser = new PolicyParser("default");
    List<Policy> policies = new ArrayList<>();
    for (String text : texts) {
      for (ParsedPolicy parsed : parser.parse("policies.yaml", text)) {
        policies.add(
            parsed.policy().orElseThrow(() -> new IllegalStateException(parsed + " of " + text)));
      }
    }
    return policies;
  }

  public World world() {
    return World.of(endpoints, parse(texts));
  }

  public Numbering numbering() {
    return numbering;
  }

  private static String namespace(Shape shape, int pod) {
    return "team-" + pod % shape.namespaces();
  }

  private static int app(Shape shape, int pod) {
    return pod / shape.namespaces() % shape.apps();
  }

  private static int version(Shape shape, int pod) {
    return pod / shape.namespaces() / shape.apps() % 2 + 1;
  }

  private static String name(Shape shape, int pod) {
    return GeneratedPolicies.app(app(shape, pod)) + "-v" + version(shape, pod) + "-" + pod;
  }

  private static Labels labels(Shape shape, int pod) {
    String app = GeneratedPolicies.app(app(shape, pod));
    String namespace = namespace(shape, pod);
    return EndpointLabels.of(
        "default",
        namespace,
        Map.of(
            "app",
            app,
            "app.kubernetes.io/name",
            app,
            "app.kubernetes.io/part-of",
            namespace,
            "app.kubernetes.io/managed-by",
            "Helm",
            "version",
            "v" + version(shape, pod)),
        Map.of("kubernetes.io/metadata.name", namespace, "environment", "production"),
        app);
  }

  private Endpoint endpoint(Shape shape, int pod, Labels labels) {
    String namespace = namespace(shape, pod);
    String name = name(shape, pod);
    return new Endpoint(
        numbering.endpoint(namespace + "/" + name),
        namespace,
        name,
        numbering.workload(labels),
        List.of(address(10, pod)),
        List.of(
            new ContainerPort("http", Protocol.TCP, 8080),
            new ContainerPort("metrics", Protocol.TCP, 9090)),
        Optional.of(new Workload("Deployment", GeneratedPolicies.app(app(shape, pod)))),
        Optional.of(address(127, pod)));
  }

  private static InetAddress address(int first, int pod) {
    return InetAddresses.forString(first + ".244." + pod / 250 + "." + (pod % 250 + 2));
  }
}
