package dev.chancery.agent.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the policies of one server have allowed, version by version. Between an edit and the moment
 * at which it is known to hold, either version may judge; what neither allows must not pass.
 */
final class Ledger {
  /** In place of a version: no policy lets the request pass. */
  static final int NEVER = Integer.MAX_VALUE;

  private final List<Set<String>> versions = new ArrayList<>();
  private int oldest;

  /** A policy that is about to be written. */
  synchronized void write(Set<String> allowed) {
    versions.add(Set.copyOf(allowed));
  }

  /** From now on the newest policy alone holds. */
  synchronized void settle() {
    oldest = versions.size() - 1;
  }

  /** The oldest version that may judge a request that is sent now. */
  synchronized int oldest() {
    return oldest;
  }

  /**
   * Whether a request that has arrived may have passed.
   *
   * @param since {@link #oldest} when it was sent, or {@link #NEVER}
   */
  synchronized boolean mayPass(int since, String path) {
    return versions.stream().skip(since).anyMatch(v -> v.contains(path));
  }

  synchronized Set<String> newest() {
    return versions.get(versions.size() - 1);
  }
}
