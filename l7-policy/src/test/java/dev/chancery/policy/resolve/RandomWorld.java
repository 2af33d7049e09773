package dev.chancery.policy.resolve;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.world.CidrGroup;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.Options;
import dev.chancery.policy.world.Service;
import dev.chancery.policy.world.World;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A small cluster that changes in one random way at a time, as a source would tell of it. */
final class RandomWorld {
  private static final List<String> NAMESPACES = List.of("blue", "red");

  private final Random random;
  private final RandomPolicies rules;
  private final Map<String, Pod> pods = new TreeMap<>();
  private final Map<String, Policy> policies = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> namespaces = new TreeMap<>();
  private List<Service> services = List.of();
  private List<CidrGroup> groups = List.of();
  private Map<String, Set<InetAddress>> names = Map.of();
  private Map<String, Integer> listeners = Map.of();
  private Set<InetAddress> hosts = World.LOCALHOST;
  private Options options = Options.DEFAULT;

  private record Pod(
      Map<String, String> labels, List<InetAddress> ips, List<ContainerPort> ports) {}

  /** A world, and numbers for everyone in it. */
  record Numbered(World world, Numbering numbering) {}

  RandomWorld(Random random) {
    this.random = random;
    this.rules = new RandomPolicies(random);
    NAMESPACES.forEach(n -> namespaces.put(n, Map.of("kubernetes.io/metadata.name", n)));
  }

  /** Says what has changed. */
  String edit() {
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> addPod();
      case 3 -> removeOne(pods.keySet());
      case 4 -> change(pod -> new Pod(labels(), pod.ips(), pod.ports()));
      case 5 -> change(pod -> new Pod(pod.labels(), ips(), pod.ports()));
      case 6 -> change(pod -> new Pod(pod.labels(), pod.ips(), ports()));
      case 7, 8, 9, 10 -> putPolicy();
      case 11 -> removeOne(policies.keySet());
      case 12 -> reorderPolicies();
      case 13 -> relabelNamespace();
      case 14 -> changeSettings();
      default -> "equal objects";
    };
  }

  void clear() {
    pods.clear();
    policies.clear();
    services = List.of();
    groups = List.of();
    names = Map.of();
  }

  /** Every object of it a new one, or the same as in the last world. */
  Numbered build(Numbering before, World last) {
    Map<String, Labels> labels = new LinkedHashMap<>();
    pods.forEach((key, pod) -> labels.put(key, labels(key, pod)));
    Numbering numbering =
        before
            .only(labels.values(), labels.keySet())
            .plusWorkloads(labels.values())
            .plusEndpoints(labels.keySet());
    List<Endpoint> endpoints = new ArrayList<>();
    pods.forEach(
        (key, pod) ->
            endpoints.add(
                new Endpoint(
                    numbering.endpoint(key),
                    key.substring(0, key.indexOf('/')),
                    key.substring(key.indexOf('/') + 1),
                    numbering.workload(Objects.requireNonNull(labels.get(key))),
                    pod.ips(),
                    pod.ports(),
                    Optional.empty(),
                    Optional.empty())));
    if (random.nextBoolean()) {
      endpoints.replaceAll(e -> last.endpoints().stream().filter(e::equals).findFirst().orElse(e));
    }
    boolean fresh = random.nextInt(4) == 0;
    World world =
        new World(
            "default",
            endpoints,
            policies.values().stream().map(p -> fresh ? RandomPolicies.copy(p) : p).toList(),
            namespaces,
            hosts,
            services,
            groups,
            names,
            listeners,
            options);
    return new Numbered(world, numbering);
  }

  private Labels labels(String key, Pod pod) {
    String namespace = key.substring(0, key.indexOf('/'));
    return EndpointLabels.of(
        "default",
        namespace,
        pod.labels(),
        Objects.requireNonNull(namespaces.get(namespace)),
        "default");
  }

  private String addPod() {
    String key = NAMESPACES.get(random.nextInt(2)) + "/pod-" + random.nextInt(12);
    pods.put(key, new Pod(labels(), ips(), ports()));
    return "pod " + key;
  }

  private String removeOne(Set<String> keys) {
    if (keys.isEmpty()) {
      return "nothing";
    }
    String key = List.copyOf(keys).get(random.nextInt(keys.size()));
    keys.remove(key);
    return "without " + key;
  }

  private String change(java.util.function.UnaryOperator<Pod> how) {
    if (pods.isEmpty()) {
      return "nothing";
    }
    String key = List.copyOf(pods.keySet()).get(random.nextInt(pods.size()));
    pods.compute(key, (k, pod) -> how.apply(pod));
    return "changed pod " + key;
  }

  private String putPolicy() {
    Policy policy = rules.draw(NAMESPACES.get(random.nextInt(2)), "p" + random.nextInt(8));
    policies.put(policy.ref().key(), policy);
    return "policy " + policy.ref().key();
  }

  private String reorderPolicies() {
    List<Policy> shuffled = new ArrayList<>(policies.values());
    Collections.shuffle(shuffled, random);
    policies.clear();
    shuffled.forEach(p -> policies.put(p.ref().key(), p));
    return "policies in another order";
  }

  private String relabelNamespace() {
    String name = NAMESPACES.get(random.nextInt(2));
    namespaces.put(
        name, Map.of("kubernetes.io/metadata.name", name, "team", "t" + random.nextInt(2)));
    return "labels of namespace " + name;
  }

  private String changeSettings() {
    switch (random.nextInt(6)) {
      case 0 ->
          options =
              new Options(
                  List.of(Options.Enforcement.values()).get(random.nextInt(3)),
                  random.nextBoolean());
      case 1 ->
          services =
              List.of(
                  new Service(
                      "blue",
                      "db",
                      Map.of("tier", "db"),
                      random.nextBoolean() ? Map.of() : Map.of("app", "a" + random.nextInt(3)),
                      List.of(InetAddresses.forString("192.0.2." + random.nextInt(4)))));
      case 3 -> names = names();
      case 4 ->
          groups =
              List.of(
                  new CidrGroup(
                      "g" + random.nextInt(2),
                      Map.of("zone", "z" + random.nextInt(2)),
                      List.of(IpPrefix.parse("192.0.2.0/" + (24 + random.nextInt(8))))));
      case 2 -> listeners = Map.of("blue/own/l", 10000 + random.nextInt(3));
      default ->
          hosts =
              Set.of(
                  InetAddresses.forString("127.0.0.1"),
                  InetAddresses.forString("10.0.0." + random.nextInt(8)));
    }
    return "settings";
  }

  /** An address may have several names, and be a pod's. */
  private Map<String, Set<InetAddress>> names() {
    Map<String, Set<InetAddress>> all = new TreeMap<>();
    for (String name : List.of("a.example.test.", "b.example.test.", "other.test.")) {
      if (random.nextBoolean()) {
        String net = random.nextInt(4) == 0 ? "10.0.1." : "192.0.2.";
        all.put(name, Set.of(InetAddresses.forString(net + random.nextInt(4))));
      }
    }
    return all;
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>(Map.of("app", "a" + random.nextInt(3)));
    if (random.nextBoolean()) {
      labels.put("version", "v" + random.nextInt(2));
    }
    return labels;
  }

  private List<InetAddress> ips() {
    return random.nextInt(6) == 0
        ? List.of()
        : List.of(InetAddresses.forString("10.0." + random.nextInt(2) + "." + random.nextInt(10)));
  }

  private List<ContainerPort> ports() {
    return random.nextInt(3) == 0
        ? List.of()
        : List.of(
            new ContainerPort("HTTP", Protocol.TCP, 80 + random.nextInt(2)),
            new ContainerPort("dns", Protocol.UDP, 53));
  }
}
