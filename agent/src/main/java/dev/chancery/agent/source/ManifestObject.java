package dev.chancery.agent.source;

import dev.chancery.agent.secret.SecretData;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.parse.ManifestDocument;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Workload;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What one document says, as far as Chancery uses it. */
public sealed interface ManifestObject {
  ObjectKey key();

  /** {@code v1 Namespace}. */
  record Namespace(ObjectKey key, Map<String, String> labels) implements ManifestObject {
    public Namespace {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * {@code v1 Pod}.
   *
   * @param serviceAccount {@code spec.serviceAccountName}; {@code default} where not given
   * @param addresses {@code status.podIPs} and {@code status.podIP}, each once
   * @param owner the controller among {@code metadata.ownerReferences}; a ReplicaSet made by a
   *     Deployment is given as that
   * @param appAddress annotation {@code chancery.dev/app-address}
   * @param hostNetwork it shares the node's addresses, and is no endpoint
   * @param finished its phase is Succeeded or Failed: its addresses may be another pod's by now
   */
  record Pod(
      ObjectKey key,
      String uid,
      Map<String, String> labels,
      Map<String, String> annotations,
      String serviceAccount,
      List<ContainerPort> ports,
      List<InetAddress> addresses,
      Optional<Workload> owner,
      Optional<InetAddress> appAddress,
      boolean hostNetwork,
      boolean finished)
      implements ManifestObject {
    public Pod {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
      ports = List.copyOf(ports);
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * {@code v1 Service}.
   *
   * @param selector empty where the service selects no pods
   * @param addresses {@code spec.clusterIPs}; none for a headless one
   */
  record Service(
      ObjectKey key,
      Map<String, String> labels,
      Map<String, String> selector,
      List<InetAddress> addresses,
      List<ServicePort> ports)
      implements ManifestObject {
    public Service {
      labels = Map.copyOf(labels);
      selector = Map.copyOf(selector);
      addresses = List.copyOf(addresses);
      ports = List.copyOf(ports);
    }
  }

  /**
   * {@code v1 Endpoints}, or a {@code discovery.k8s.io/v1 EndpointSlice}.
   *
   * @param service in the same namespace; empty where a slice names none
   * @param addresses of all, ready or not
   */
  record Backends(ObjectKey key, String service, List<InetAddress> addresses)
      implements ManifestObject {
    public Backends {
      addresses = List.copyOf(addresses);
    }
  }

  /** {@code cilium.io CiliumCIDRGroup}: prefixes that policies name together. */
  record CidrGroup(ObjectKey key, Map<String, String> labels, List<IpPrefix> prefixes)
      implements ManifestObject {
    public CidrGroup {
      labels = Map.copyOf(labels);
      prefixes = List.copyOf(prefixes);
    }
  }

  /**
   * {@code cilium.io/v2 CiliumIdentity}.
   *
   * @param number 100–16777215
   */
  record CiliumIdentity(ObjectKey key, int number, Labels labels) implements ManifestObject {}

  /**
   * {@code cilium.io/v2 CiliumEndpoint}, named as its pod.
   *
   * @param id {@code status.id}
   * @param identity {@code status.identity.id}
   */
  record CiliumEndpoint(
      ObjectKey key, OptionalInt id, OptionalInt identity, Set<InetAddress> addresses)
      implements ManifestObject {
    public CiliumEndpoint {
      addresses = Set.copyOf(addresses);
    }
  }

  /** {@code v1 Secret}. */
  record Secret(ObjectKey key, SecretData data) implements ManifestObject {}

  /** A policy of any kind, for the policy parser to read. */
  record PolicyDocument(ObjectKey key, ManifestDocument document) implements ManifestObject {}
}
