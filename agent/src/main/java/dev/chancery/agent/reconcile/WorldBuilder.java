package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ManifestObject;
import dev.chancery.agent.source.ManifestObject.Namespace;
import dev.chancery.agent.source.ManifestObject.Pod;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.world.CidrGroup;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** From the objects in force to a world, with a number for everyone in it. Pure. */
final class WorldBuilder {
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private final Settings settings;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Map<String, String>> namespaces = new TreeMap<>();
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Map<String, Location> locations = new HashMap<>();
  private final List<Policy> policies = new ArrayList<>();
  private final List<CidrGroup> groups = new ArrayList<>();
  private final Services services = new Services();
  private final CiliumNumbers cilium = new CiliumNumbers();

  private WorldBuilder(Settings settings) {
    this.settings = settings;
  }

  /**
   * @param numbering the one before, with what was new in this world added
   * @param problems of pods that cannot be endpoints, or whose application cannot be reached
   */
  record Built(World world, Numbering numbering, List<Problem> problems) {}

  /**
   * @param holders endpoints before, {@code namespace/name}, by address
   */
  static Built build(
      Objects objects, Numbering before, Map<InetAddress, String> holders, Settings settings) {
    var builder = new WorldBuilder(settings);
    objects.inForce().held().forEach((key, held) -> builder.add(held.value(), held.location()));
    return builder.build(before, holders);
  }

  private void add(NodeObject object, Location location) {
    if (object instanceof NodeObject.Rules rules) {
      policies.add(rules.policy());
    } else if (object instanceof NodeObject.Core core) {
      add(core.object(), location);
    }
  }

  private void add(ManifestObject object, Location location) {
    if (object instanceof Namespace namespace) {
      namespaces.put(namespace.key().name(), labels(namespace.key().name(), namespace.labels()));
    } else if (object instanceof Pod pod && !pod.hostNetwork() && !pod.finished()) {
      String name = pod.key().namespace() + "/" + pod.key().name();
      pods.put(name, pod);
      locations.put(name, location);
    } else if (object instanceof ManifestObject.CidrGroup group) {
      groups.add(new CidrGroup(group.key().name(), group.labels(), group.prefixes()));
    } else {
      cilium.add(object);
      services.add(object);
    }
  }

  private void reportRefused(Addresses addresses) {
    addresses
        .refused()
        .forEach(
            (pod, address) ->
                report(
                    pod,
                    "duplicate-address",
                    "status.podIP",
                    "%s: the address of pod %s; pod %s is no endpoint (expected: one pod an address)"
                        .formatted(
                            address.getHostAddress(), addresses.holders().get(address), pod)));
  }

  /**
   * Where Envoy reaches the application. Not at a pod's address, this one's or another's: Envoy
   * would connect as the host, and the policy that stands at that address would not see the client.
   */
  private Optional<InetAddress> appAddress(String name, Pod pod, Set<InetAddress> taken) {
    return pod.appAddress()
        .filter(
            address -> {
              boolean isTaken = taken.contains(address);
              if (isTaken) {
                report(
                    name,
                    "app-address",
                    "metadata.annotations.chancery.dev/app-address",
                    "%s: the address of a pod (expected: where the application alone listens)"
                        .formatted(address.getHostAddress()));
              }
              return !isTaken;
            });
  }

  private void report(String pod, String code, String path, String message) {
    Location location = locations.getOrDefault(pod, Location.UNKNOWN);
    problems.add(Problem.error(code, path, location, message));
  }

  private static Map<String, String> labels(String name, Map<String, String> given) {
    Map<String, String> labels = new TreeMap<>(given);
    labels.putIfAbsent(NAMESPACE_NAME, name);
    return labels;
  }

  private Built build(Numbering before, Map<InetAddress, String> holders) {
    Addresses addresses = Addresses.share(pods, holders, before.endpoints().numbers().keySet());
    reportRefused(addresses);
    Map<String, Pod> accepted = new TreeMap<>(pods);
    accepted.keySet().removeAll(addresses.refused().keySet());
    PodNumbers numbers = numbers(before, accepted);
    numbers
        .unknown()
        .forEach(
            (pod, reason) ->
                report(
                    pod,
                    "identity-unknown",
                    "metadata.labels",
                    "pod %s: no endpoint yet, nothing passes to or from it: %s"
                        .formatted(pod, reason)));
    List<Endpoint> endpoints = new ArrayList<>();
    accepted.forEach(
        (key, pod) -> {
          Identity identity = numbers.identities().get(key);
          if (identity != null) {
            endpoints.add(
                new Endpoint(
                    numbers.numbering().endpoint(key),
                    pod.key().namespace(),
                    pod.key().name(),
                    identity,
                    pod.addresses(),
                    pod.ports(),
                    pod.owner(),
                    appAddress(key, pod, addresses.holders().keySet())));
          }
        });
    World world =
        new World(
            settings.cluster(),
            endpoints,
            policies,
            namespaces,
            World.LOCALHOST,
            services.all(),
            groups(),
            Map.of(),
            Map.of(),
            settings.policy());
    return new Built(
        settings.hasNumbersOfCilium() ? world.withElsewhere(cilium.identities()) : world,
        numbers.numbering(),
        problems);
  }

  private PodNumbers numbers(Numbering before, Map<String, Pod> accepted) {
    Map<String, Labels> labels = new LinkedHashMap<>();
    accepted.forEach(
        (key, pod) -> {
          String namespace = pod.key().namespace();
          Map<String, String> ofNamespace =
              namespaces.computeIfAbsent(namespace, name -> labels(name, Map.of()));
          labels.put(
              key,
              EndpointLabels.of(
                  settings.cluster(), namespace, pod.labels(), ofNamespace, pod.serviceAccount()));
        });
    return settings.hasNumbersOfCilium()
        ? PodNumbers.ofCilium(before, accepted, labels, cilium, policies, settings.cluster())
        : PodNumbers.own(before, labels);
  }

  /** Prefixes of groups would get numbers of ours, which mean something else to Cilium. */
  private List<CidrGroup> groups() {
    return settings.hasNumbersOfCilium()
        ? List.of()
        : groups.stream().sorted(Comparator.comparing(CidrGroup::name)).toList();
  }
}
