package dev.chancery.policy.resolve;

import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.persistent.PersistentMap;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which endpoints' policies were made with which selectors. Immutable.
 *
 * @param endpoints keys of endpoints, as keys, by selector
 */
record Askers(PersistentMap<PeerSelector, PersistentMap<String, PeerSelector>> endpoints) {
  static final Askers NONE = new Askers(PersistentMap.empty());

  Collection<String> of(PeerSelector selector) {
    return endpoints.getOrDefault(selector, PersistentMap.empty()).keySet();
  }

  /**
   * @param before what the policy of the endpoint was made with
   * @param now what it is made with
   * @param idle is told each selector that nobody asks for any more
   */
  Askers with(
      String endpoint,
      Set<PeerSelector> before,
      Set<PeerSelector> now,
      Consumer<PeerSelector> idle) {
    var changed = endpoints;
    for (PeerSelector selector : now) {
      if (!before.contains(selector)) {
        changed =
            changed.with(
                selector,
                changed.getOrDefault(selector, PersistentMap.empty()).with(endpoint, selector));
      }
    }
    for (PeerSelector selector : before) {
      if (!now.contains(selector)) {
        var left = changed.getOrDefault(selector, PersistentMap.empty()).without(endpoint);
        changed = left.isEmpty() ? changed.without(selector) : changed.with(selector, left);
        if (left.isEmpty()) {
          idle.accept(selector);
        }
      }
    }
    return new Askers(changed);
  }
}
