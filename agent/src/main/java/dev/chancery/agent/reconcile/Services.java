package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ManifestObject;
import dev.chancery.policy.world.Service;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Services, with the addresses behind each from all objects that tell some. */
final class Services {
  private final Map<String, ManifestObject.Service> services = new TreeMap<>();
  private final Map<String, Set<InetAddress>> backends = new TreeMap<>();

  /** Takes services and what stands behind them; leaves alone what is neither. */
  void add(ManifestObject object) {
    if (object instanceof ManifestObject.Service service) {
      services.put(name(service, service.key().name()), service);
    } else if (object instanceof ManifestObject.Backends of) {
      backends
          .computeIfAbsent(name(of, of.service()), n -> new LinkedHashSet<>())
          .addAll(of.addresses());
    }
  }

  private static String name(ManifestObject object, String service) {
    return object.key().namespace() + "/" + service;
  }

  /** By namespace and name. */
  List<Service> all() {
    List<Service> all = new ArrayList<>();
    services.forEach(
        (name, service) ->
            all.add(
                new Service(
                    service.key().namespace(),
                    service.key().name(),
                    service.labels(),
                    service.selector(),
                    List.copyOf(backends.getOrDefault(name, Set.of())))));
    return all;
  }
}
