package dev.chancery.agent.proxyports;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.envoy.cilium.CiliumOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which redirects the datapath may make, which it has to wait for, and which it waits for in vain.
 * Each is sorted by endpoint, direction, ports, listener and family of addresses.
 *
 * @param announced the proxy has the endpoint's policy, knows everybody and listens
 * @param pending the proxy is not ready: such connections must not pass around it
 * @param unserved no listener is for addresses of that family: the same
 */
public record RedirectAnnouncements(
    List<AnnouncedRedirect> announced,
    List<WantedRedirect> pending,
    List<WantedRedirect> unserved) {
  public static final RedirectAnnouncements NONE =
      new RedirectAnnouncements(List.of(), List.of(), List.of());

  public RedirectAnnouncements {
    announced = List.copyOf(announced);
    pending = List.copyOf(pending);
    unserved = List.copyOf(unserved);
  }

  /**
   * What may be announced now. What was announced stays so while it is wanted and its listener has
   * the same port, whatever the proxy has yet to acknowledge: it goes on with the policy before, or
   * denies where it has none.
   *
   * @param ports of listeners; those that are acknowledged count for new redirects
   * @param proxy which names and addresses its listeners have
   * @param ready whether the proxy has acknowledged the policy of an endpoint, by its id
   * @param before proxy ports of what is announced so far, by id of the redirect
   */
  public static RedirectAnnouncements of(
      NodeView view,
      Collection<ProxyPort> ports,
      CiliumOptions proxy,
      IntPredicate ready,
      Map<String, Integer> before) {
    Map<String, ProxyPort> byName = new HashMap<>();
    ports.forEach(port -> byName.put(port.name(), port));
    List<AnnouncedRedirect> announced = new ArrayList<>();
    List<WantedRedirect> pending = new ArrayList<>();
    List<WantedRedirect> unserved = new ArrayList<>();
    for (WantedRedirect wanted : WantedRedirects.of(view, proxy.release())) {
      if (!wanted.isServedBy(proxy.families())) {
        unserved.add(wanted);
        continue;
      }
      ProxyPort port = byName.get(wanted.listener());
      boolean goes = port != null && port.acknowledged() && ready.test(wanted.endpointId());
      if (port != null && (goes || isAt(port, before.get(wanted.id())))) {
        announced.add(new AnnouncedRedirect(wanted, port.port()));
      } else {
        pending.add(wanted);
      }
    }
    return new RedirectAnnouncements(announced, pending, unserved);
  }

  private static boolean isAt(ProxyPort port, @Nullable Integer before) {
    return before != null && before == port.port();
  }

  /** Proxy ports of what is announced, by id of the redirect. */
  public Map<String, Integer> byId() {
    Map<String, Integer> byId = new HashMap<>();
    announced.forEach(a -> byId.put(a.id(), a.proxyPort()));
    return byId;
  }
}
