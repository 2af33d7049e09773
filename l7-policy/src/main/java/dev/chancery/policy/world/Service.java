package dev.chancery.policy.world;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * A Kubernetes Service, as {@code toServices} names it.
 *
 * @param labels of the service itself
 * @param selector of its pods; empty where it has none
 * @param backends addresses behind a service without a selector
 */
public record Service(
    String namespace,
    String name,
    Map<String, String> labels,
    Map<String, String> selector,
    List<InetAddress> backends) {
  public Service {
    labels = Map.copyOf(labels);
    selector = Map.copyOf(selector);
    backends = List.copyOf(backends);
  }
}
