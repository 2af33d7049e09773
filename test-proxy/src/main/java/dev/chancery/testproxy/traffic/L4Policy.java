package dev.chancery.testproxy.traffic;

/** What the kernel's policy map says of a new connection. */
@FunctionalInterface
public interface L4Policy {
  /** A value of the map. */
  enum Verdict {
    DENY,
    ALLOW,
    /** To the announced proxy port; without an announcement nothing passes. */
    REDIRECT
  }

  /** A map that holds the announced redirects, and otherwise lets everything pass. */
  L4Policy OPEN = (way, passage, isAnnounced) -> isAnnounced ? Verdict.REDIRECT : Verdict.ALLOW;

  /** Pods may send what they like, and receive what is redirected alone. */
  L4Policy CLOSED =
      (way, passage, isAnnounced) ->
          way == Way.INGRESS && !isAnnounced ? Verdict.DENY : OPEN.judge(way, passage, isAnnounced);

  /**
   * Of one pod's policy.
   *
   * @param isAnnounced whether a redirect for this connection is announced
   */
  Verdict judge(Way way, Passage passage, boolean isAnnounced);
}
