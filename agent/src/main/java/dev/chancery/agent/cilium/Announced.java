package dev.chancery.agent.cilium;

import dev.chancery.agent.proxyports.AnnouncedRedirect;
import java.util.List;

/** Where the datapath learns which connections it may hand to the proxy. */
public interface Announced {
  /** What an earlier agent announced last; empty where nothing is known of it. */
  List<AnnouncedRedirect> restored();

  /**
   * Replaces what is announced; on return whoever looks sees it. Says nothing where that fails, and
   * is called again.
   *
   * @param revision of the view that asks for them
   * @return whether it is done
   */
  boolean announce(long revision, List<AnnouncedRedirect> redirects);
}
