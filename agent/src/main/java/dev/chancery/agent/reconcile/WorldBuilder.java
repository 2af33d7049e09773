package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ManifestObject;
import dev.chancery.agent.source.ManifestObject.Namespace;
import dev.chancery.agent.source.ManifestObject.Pod;
import dev.chancery.policy.Problem;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From the objects in force to a world, with a number for everyone in it. Pure. */
final class WorldBuilder {
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private final Settings settings;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Map<String, String>> namespaces = new TreeMap<>();
  private final Map<String, Pod> pods = new TreeMap<>();
  private final List<Policy> policies = new ArrayList<>();

  private WorldBuilder(Settings settings) {
    this.settings = settings;
  }

  /**
   * @param numbering the one before, with what was new in this world added
   * @param problems of pods that cannot be endpoints
   */
  record Built(World world, Numbering numbering, List<Problem> problems) {}

  static Built build(Objects objects, Numbering before, Settings settings) {
    var builder = new WorldBuilder(settings);
    objects.inForce().held().forEach((key, held) -> builder.add(held.value(), held.location()));
    return builder.build(before);
  }

  private void add(NodeObject object, dev.chancery.policy.Location location) {
    if (object instanceof NodeObject.Rules rules) {
      policies.add(rules.policy());
    } else if (object instanceof NodeObject.Core core) {
      add(core.object(), location);
    }
  }

  private void add(ManifestObject object, dev.chancery.policy.Location location) {
    if (object instanceof Namespace namespace) {
      namespaces.put(namespace.key().name(), labels(namespace.key().name(), namespace.labels()));
    } else if (object instanceof Pod pod && !pod.hostNetwork() && !pod.finished()) {
      for (InetAddress address : pod.addresses()) {
        Pod other = holders.putIfAbsent(address, pod);
        if (other != null) {
          problems.add(
              Problem.error(
                  "duplicate-address",
                  "status.podIP",
                  location,
                  "%s: also the address of pod %s/%s, which keeps it (expected: one pod an address)"
                      .formatted(
                          address.getHostAddress(), other.key().namespace(), other.key().name())));
          return;
        }
      }
      pods.put(pod.key().namespace() + "/" + pod.key().name(), pod);
    }
  }

  private final Map<InetAddress, Pod> holders = new HashMap<>();

  private static Map<String, String> labels(String name, Map<String, String> given) {
    Map<String, String> labels = new TreeMap<>(given);
    labels.putIfAbsent(NAMESPACE_NAME, name);
    return labels;
  }

  private Built build(Numbering before) {
    Map<String, Labels> identities = new LinkedHashMap<>();
    pods.forEach(
        (key, pod) -> {
          String namespace = pod.key().namespace();
          Map<String, String> ofNamespace =
              namespaces.computeIfAbsent(namespace, name -> labels(name, Map.of()));
          identities.put(
              key,
              EndpointLabels.of(
                  settings.cluster(), namespace, pod.labels(), ofNamespace, pod.serviceAccount()));
        });
    Numbering numbering =
        before
            .only(identities.values(), identities.keySet())
            .plusWorkloads(identities.values())
            .plusEndpoints(identities.keySet());
    List<Endpoint> endpoints = new ArrayList<>();
    pods.forEach(
        (key, pod) ->
            endpoints.add(
                new Endpoint(
                    numbering.endpoint(key),
                    pod.key().namespace(),
                    pod.key().name(),
                    numbering.workload(java.util.Objects.requireNonNull(identities.get(key))),
                    pod.addresses(),
                    pod.ports(),
                    pod.owner(),
                    pod.appAddress())));
    World world =
        new World(
            settings.cluster(),
            endpoints,
            policies,
            namespaces,
            World.LOCALHOST,
            settings.policy());
    return new Built(world, numbering, problems);
  }
}
