package dev.chancery.policy.resolve;

import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.peer.AddressBook;
import dev.chancery.policy.persistent.PersistentMap;
import java.util.Map;

/**
 * All that follows from a world.
 *
 * @param policies by {@code namespace/pod}; of an endpoint with a conflict the policy that its last
 *     rules without one give, or one that denies everything where there were none
 * @param conflicts by {@code namespace/pod}
 * @param ipCache who has which address
 * @param numbering with numbers for all prefixes that policies name
 * @param identities by number: the reserved ones, those of endpoints, those of prefixes
 * @param memo what {@link Resolver#next} begins with; no part of what this means
 */
public record Resolution(
    Map<String, EndpointPolicy> policies,
    Map<String, Conflict> conflicts,
    IpCache ipCache,
    Numbering numbering,
    Map<Integer, Identity> identities,
    Memo memo) {
  /** Of a world in which there is nothing. */
  public static final Resolution NOTHING =
      new Resolution(
          Map.of(),
          Map.of(),
          IpCache.EMPTY,
          Numbering.empty(),
          AddressBook.EMPTY.identities(),
          Memo.empty("default"));

  public Resolution {
    policies = PersistentMap.copyOf(policies);
    conflicts = PersistentMap.copyOf(conflicts);
    identities = PersistentMap.copyOf(identities);
  }
}
