package dev.chancery.policy.resolve;

import dev.chancery.policy.model.PeerSelector;

/** A selector as messages name it. */
final class SelectorText {
  private SelectorText() {}

  static String of(PeerSelector selector) {
    if (selector instanceof PeerSelector.Endpoints endpoints) {
      return endpoints.selector().toString();
    }
    if (selector instanceof PeerSelector.OfEntity entity) {
      return entity.entity().text();
    }
    if (selector instanceof PeerSelector.Cidr cidr) {
      return cidr.prefix() + (cidr.except().isEmpty() ? "" : " except " + cidr.except());
    }
    if (selector instanceof PeerSelector.Name name) {
      return name.text();
    }
    return selector.toString();
  }
}
