package dev.chancery.policy.model;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.PrefixLabels;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.label.Selector;
import java.util.List;

/** One entry of a peer list. */
public sealed interface PeerSelector {
  /**
   * Whether an identity with these labels is meant.
   *
   * @param cluster name of the local cluster
   */
  boolean selects(Labels peer, String cluster);

  /** {@code fromEndpoints[]}, {@code toEndpoints[]}: narrowed to namespace and cluster. */
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
}
