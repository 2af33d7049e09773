package dev.chancery.policy.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Decision;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.Options;
import dev.chancery.policy.world.Service;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small world for tests: pods, policies as text, and verdicts by the names of pods. */
public final class Cluster {
  /** The deathstar, the tiefighter, the xwing. */
  static final String D = "default/deathstar";

  static final String T = "default/tiefighter";
  static final String X = "default/xwing";

  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<Policy> policies = new ArrayList<>();
  private Numbering numbering = Numbering.empty();
  private Options options = Options.DEFAULT;
  private Map<String, Integer> listeners = Map.of();
  private final List<Service> services = new ArrayList<>();

  /** Pods of the tutorial: deathstar, tiefighter and xwing in {@code default}. */
  public static Cluster starWars() {
    return new Cluster()
        .pod("default/deathstar", "127.20.0.5", Map.of("org", "empire", "class", "deathstar"))
        .pod("default/tiefighter", "127.20.0.6", Map.of("org", "empire", "class", "tiefighter"))
        .pod("default/xwing", "127.20.0.7", Map.of("org", "alliance", "class", "xwing"));
  }

  public Cluster pod(
      String key, String address, Map<String, String> labels, ContainerPort... ports) {
    String namespace = key.substring(0, key.indexOf('/'));
    Labels all =
        EndpointLabels.of(
            "default",
            namespace,
            labels,
            Map.of("kubernetes.io/metadata.name", namespace),
            "default");
    numbering = numbering.plusWorkloads(List.of(all)).plusEndpoints(List.of(key));
    Identity identity = numbering.workload(all);
    endpoints.add(
        new Endpoint(
            numbering.endpoint(key),
            namespace,
            key.substring(key.indexOf('/') + 1),
            identity,
            List.of(InetAddresses.forString(address)),
            List.of(ports),
            Optional.empty(),
            Optional.empty()));
    return this;
  }

  /** A pod whose labels are not known yet. */
  Cluster init(String key, String address) {
    numbering = numbering.plusEndpoints(List.of(key));
    endpoints.add(
        new Endpoint(
            numbering.endpoint(key),
            key.substring(0, key.indexOf('/')),
            key.substring(key.indexOf('/') + 1),
            ReservedIdentity.INIT.identity(),
            List.of(InetAddresses.forString(address)),
            List.of(),
            Optional.empty(),
            Optional.empty()));
    return this;
  }

  public Cluster options(Options changed) {
    options = changed;
    return this;
  }

  /** Proxy ports by {@code namespace/config/listener}. */
  public Cluster listeners(Map<String, Integer> changed) {
    listeners = changed;
    return this;
  }

  public Cluster service(Service service) {
    services.add(service);
    return this;
  }

  static ContainerPort tcp(String name, int port) {
    return new ContainerPort(name, Protocol.TCP, port);
  }

  /** Adds policies that must be valid. */
  public Cluster policy(String yaml) {
    for (ParsedPolicy parsed : new PolicyParser("default").parse("policy.yaml", yaml)) {
      assertThat(parsed.errors()).isEmpty();
      policies.add(parsed.policy().orElseThrow());
    }
    return this;
  }

  public Cluster without(String policyName) {
    policies.removeIf(p -> p.ref().name().equals(policyName));
    return this;
  }

  public World world() {
    return World.of(endpoints, policies)
        .withOptions(options)
        .withListeners(listeners)
        .withServices(services);
  }

  /** With numbers for all pods. */
  public Numbering numbering() {
    return numbering;
  }

  public Resolution resolve() {
    Resolution resolution = Resolver.resolve(world(), numbering);
    Invariants.check(world(), resolution);
    return resolution;
  }

  public DirectionPolicy direction(Direction direction, String key) {
    return requireNonNull(resolve().policies().get(key)).direction(direction);
  }

  /** The identity of a pod's key or of an address. */
  public int identity(String peer) {
    return endpoints.stream()
        .filter(e -> e.key().equals(peer))
        .map(e -> e.identity().number())
        .findFirst()
        .orElseGet(() -> resolve().ipCache().identity(InetAddresses.forString(peer)).number());
  }

  public Decision ingress(String from, String to, int port) {
    return decide(Direction.INGRESS, to, from, Protocol.TCP, port, Optional.empty());
  }

  public Decision egress(String from, String to, int port) {
    return decide(Direction.EGRESS, from, to, Protocol.TCP, port, Optional.empty());
  }

  public Decision ingress(String from, String to, int port, Request.Http http) {
    return decide(Direction.INGRESS, to, from, Protocol.TCP, port, Optional.of(http));
  }

  public Decision decide(
      Direction direction,
      String self,
      String peer,
      Protocol protocol,
      int port,
      Optional<Request.Http> http) {
    return Evaluator.decide(
        direction(direction, self), new Request(identity(peer), protocol, port, http));
  }

  /** A request without headers to the authority {@code deathstar}. */
  public static Request.Http http(String method, String path) {
    return new Request.Http(method, path, "deathstar", Map.of());
  }
}
