package dev.chancery.policy.world;

import dev.chancery.policy.identity.Identity;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A workload on this node that policies can select.
 *
 * @param id 1–65535, stable for the life of the pod
 * @param identity what the pod's labels, its namespace's labels and its service account stand for
 * @param addresses {@code status.podIPs}; empty until the pod has one
 * @param workload the owner, where known
 * @param appAddress where the application itself listens, in the explicit mode
 */
public record Endpoint(
    int id,
    String namespace,
    String podName,
    Identity identity,
    List<InetAddress> addresses,
    List<ContainerPort> ports,
    Optional<Workload> workload,
    Optional<InetAddress> appAddress) {
  public Endpoint {
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
  }

  /** {@code namespace/pod}. */
  public String key() {
    return namespace + "/" + podName;
  }
}
