package dev.chancery.policy.model;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.PrefixLabels;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.label.Selector;
import java.util.List;
import java.util.Optional;

/** One entry of a peer list. */
public sealed interface PeerSelector {
  /**
   * Whether an identity with these labels is meant.
   *
   * @param cluster name of the local cluster
   */
  boolean selects(Labels peer, String cluster);

  /**
   * {@code fromEndpoints[]}, {@code toEndpoints[]}, {@code fromNodes[]}, {@code toNodes[]}:
   * narrowed to namespace and cluster.
   */
  record Endpoints(Selector selector) implements PeerSelector {
    @Override
    public boolean selects(Labels peer, String cluster) {
      return selector.matches(peer);
    }
  }

  /** {@code fromEntities[]}, {@code toEntities[]}. */
  record OfEntity(Entity entity) implements PeerSelector {
    @Override
    public boolean selects(Labels peer, String cluster) {
      return entity.selects(peer, cluster);
    }
  }

  /**
   * {@code fromCIDR[]}, {@code fromCIDRSet[]} and the like: addresses outside the cluster.
   *
   * @param except not selected by this entry; another may select them
   */
  record Cidr(IpPrefix prefix, List<IpPrefix> except) implements PeerSelector {
    public Cidr {
      except = List.copyOf(except);
    }

    @Override
    public boolean selects(Labels peer, String cluster) {
      return PrefixLabels.prefixes(peer)
          .anyMatch(p -> prefix.contains(p) && except.stream().noneMatch(out -> out.contains(p)));
    }
  }

  /**
   * {@code fromCIDRSet[].cidrGroupRef} or {@code cidrGroupSelector}: the prefixes of groups, which
   * carry the group's name and labels with the source {@code cidrgroup}.
   *
   * @param group selects by those labels
   * @param except not selected by this entry; another may select them
   */
  record CidrGroup(Selector group, List<IpPrefix> except) implements PeerSelector {
    /** Source of the labels of such prefixes. */
    public static final String SOURCE = "cidrgroup";

    /** In front of the group's name, in the key of the label that stands for it. */
    public static final String NAME_PREFIX = "io.cilium.policy.cidrgroupname/";

    public CidrGroup {
      except = List.copyOf(except);
    }

    @Override
    public boolean selects(Labels peer, String cluster) {
      return group.matches(peer)
          && PrefixLabels.prefixes(peer)
              .noneMatch(p -> except.stream().anyMatch(out -> out.contains(p)));
    }
  }

  /**
   * One element of {@code toFQDNs}: the addresses that its names were answered with, which carry
   * the label {@code fqdn:text}.
   *
   * @param text as written
   * @param isPattern whether it is a {@code matchPattern}
   */
  record Name(String text, boolean isPattern) implements PeerSelector {
    /** Source of the labels of such addresses. */
    public static final String SOURCE = "fqdn";

    @Override
    public boolean selects(Labels peer, String cluster) {
      return peer.sorted().contains(new Label(SOURCE, text, ""));
    }
  }

  /**
   * One element of {@code toServices}: stands for the pods or the addresses behind it, which
   * resolution puts in its place; by itself it selects nobody.
   *
   * @param name of one service; empty where a selector is written
   * @param namespace empty for services of every namespace
   * @param labels of the services that are meant, where no name is written
   */
  record OfService(Optional<String> name, String namespace, Optional<Selector> labels)
      implements PeerSelector {
    @Override
    public boolean selects(Labels peer, String cluster) {
      return false;
    }
  }

  /**
   * One element of {@code fromGroups}, {@code toGroups}: machines of a cloud provider, which nobody
   * here can ask; selects nobody.
   *
   * @param provider such as {@code aws}
   */
  record OfGroup(String provider) implements PeerSelector {
    @Override
    public boolean selects(Labels peer, String cluster) {
      return false;
    }
  }
}
