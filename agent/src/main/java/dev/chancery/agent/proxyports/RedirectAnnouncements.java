package dev.chancery.agent.proxyports;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.envoy.cilium.ProxyRelease;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Which redirects the datapath may make. Pure. */
public final class RedirectAnnouncements {
  private RedirectAnnouncements() {}

  /**
   * Redirects of endpoints whose policy the proxy has, to listeners that it has; sorted by
   * endpoint, direction, port and listener.
   *
   * @param acknowledged ports of the listeners that the proxy acknowledged, by port name
   * @param ready whether the proxy has acknowledged the policy of an endpoint, by its id
   */
  public static List<AnnouncedRedirect> of(
      NodeView view, Map<String, Integer> acknowledged, ProxyRelease release, IntPredicate ready) {
    return List.of();
  }
}
