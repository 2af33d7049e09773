package dev.chancery.flows.decode;

import dev.chancery.api.flow.Endpoint;
import dev.chancery.api.flow.Workload;
import java.util.List;

/**
 * Who an address is.
 *
 * @param id of an endpoint of this node, else 0
 * @param identity 0 where unknown
 * @param namespace empty outside of Kubernetes
 * @param labels {@code source:key=value}; shown sorted
 * @param workloads owners of the pod
 * @param cluster empty where unknown
 */
public record FlowEndpoint(
    long id,
    long identity,
    String namespace,
    List<String> labels,
    String podName,
    List<FlowWorkload> workloads,
    String cluster) {
  public FlowEndpoint {
    labels = labels.stream().sorted().toList();
    workloads = List.copyOf(workloads);
  }

  /** An owner of pods, such as a Deployment. */
  public record FlowWorkload(String name, String kind) {}

  /** Somebody of whom only the identity is known. */
  public static FlowEndpoint ofIdentity(long identity) {
    return new FlowEndpoint(0, identity, "", List.of(), "", List.of(), "");
  }

  Endpoint toMessage() {
    var endpoint =
        Endpoint.newBuilder()
            .setID((int) id)
            .setIdentity((int) identity)
            .setClusterName(cluster)
            .setNamespace(namespace)
            .addAllLabels(labels)
            .setPodName(podName);
    for (FlowWorkload workload : workloads) {
      endpoint.addWorkloads(
          Workload.newBuilder().setName(workload.name()).setKind(workload.kind()));
    }
    return endpoint.build();
  }
}
