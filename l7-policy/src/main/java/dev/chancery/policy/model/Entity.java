package dev.chancery.policy.model;

import com.google.common.collect.ImmutableSet;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A named group of peers, as in Cilium's {@code pkg/policy/api/entity.go}. */
public enum Entity {
  ALL,
  WORLD("world", "world-ipv4", "world-ipv6"),
  WORLD_IPV4("world-ipv4"),
  WORLD_IPV6("world-ipv6"),
  CLUSTER("host", "remote-node", "init", "ingress", "health", "unmanaged", "kube-apiserver"),
  /** As {@link #CLUSTER}, and the workloads of every other cluster of the mesh. */
  CLUSTER_MESH("host", "remote-node", "init", "ingress", "health", "unmanaged", "kube-apiserver"),
  HOST("host"),
  REMOTE_NODE("remote-node"),
  KUBE_APISERVER("kube-apiserver"),
  INIT("init"),
  HEALTH("health"),
  UNMANAGED("unmanaged"),
  INGRESS("ingress"),
  NONE;

  private final ImmutableSet<String> reserved;

  Entity(String... reserved) {
    this.reserved = ImmutableSet.copyOf(reserved);
  }

  /** As written in policies; case-sensitive. */
  public static Optional<Entity> of(String text) {
    return Arrays.stream(values()).filter(e -> e.text().equals(text)).findFirst();
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Keys of the labels with the source {@code reserved}, any of which is meant. */
  public ImmutableSet<String> reserved() {
    return reserved;
  }

  boolean selects(Labels peer, String cluster) {
    return this == ALL
        || peer.sorted().stream().anyMatch(this::isReserved)
        || (this == CLUSTER && peer.sorted().contains(Label.k8s(EndpointLabels.CLUSTER, cluster)))
        || (this == CLUSTER_MESH && peer.sorted().stream().anyMatch(Entity::isOfMesh));
  }

  private static boolean isOfMesh(Label label) {
    return label.source().equals("k8s") && label.key().equals(EndpointLabels.CLUSTER);
  }

  private boolean isReserved(Label label) {
    return label.source().equals("reserved") && reserved.contains(label.key());
  }
}
