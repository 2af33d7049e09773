package dev.chancery.policy.map;

import com.google.common.collect.ImmutableList;
import dev.chancery.policy.identity.Identity;
import java.util.List;

/**
 * How a map speaks of everyone, and which entry that is for an identity that has none of its own.
 * Mirrors Cilium's {@code bpf/lib/identity.h}.
 */
public enum Wildcards {
  /** Until 1.19: the identity 0. */
  ONE(ImmutableList.of(MapKey.EVERYONE)),
  /** From 1.20: 0 for reserved identities, and one identity for each scope of the others. */
  AGGREGATES(ImmutableList.of(MapKey.EVERYONE, 11, 12, 13, 14));

  private static final int CLUSTER = 11;
  private static final int CLUSTER_MESH = 12;
  private static final int WORLD = 13;
  private static final int REMOTE_NODE = 14;
  private static final int FIRST_OF_SCOPE_REMOTE_NODE = 2 << 24;
  private static final int LAST_RESERVED = 99;
  private static final int CLUSTER_SHIFT = 16;

  private final ImmutableList<Integer> identities;

  Wildcards(ImmutableList<Integer> identities) {
    this.identities = identities;
  }

  /** Each of these has an entry where everyone is meant. */
  public List<Integer> identities() {
    return identities;
  }

  /** The one that stands for an identity; cluster 0 is the local one. */
  int of(int identity) {
    if (this == ONE || identity == MapKey.EVERYONE) {
      return MapKey.EVERYONE;
    }
    if (identity <= LAST_RESERVED) {
      return identity >= CLUSTER && identity <= REMOTE_NODE ? identity : MapKey.EVERYONE;
    }
    if (identity >= Identity.FIRST_LOCAL) {
      return identity >= FIRST_OF_SCOPE_REMOTE_NODE ? REMOTE_NODE : WORLD;
    }
    return identity >>> CLUSTER_SHIFT == 0 ? CLUSTER : CLUSTER_MESH;
  }
}
