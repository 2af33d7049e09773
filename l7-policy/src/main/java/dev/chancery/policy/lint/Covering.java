package dev.chancery.policy.lint;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.LabelKey;
import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.model.Entity;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.PortSpec;
import java.util.List;
import java.util.Optional;

/**
 * Whether one part of a rule speaks of all that another speaks of, whatever pods there may be. What
 * is not plain from the texts is no covering.
 */
record Covering(String cluster) {
  boolean peers(PeerRule wide, PeerRule narrow) {
    if (isEveryone(wide)) {
      return true;
    }
    return wide instanceof PeerRule.AnyOf some
        && narrow instanceof PeerRule.AnyOf others
        && others.selectors().stream()
            .allMatch(n -> some.selectors().stream().anyMatch(w -> peer(w, n)));
  }

  private static boolean isEveryone(PeerRule peers) {
    return peers instanceof PeerRule.Everyone
        || (peers instanceof PeerRule.AnyOf any
            && any.selectors().contains(new PeerSelector.OfEntity(Entity.ALL)));
  }

  private boolean peer(PeerSelector wide, PeerSelector narrow) {
    if (wide.equals(narrow)) {
      return true;
    }
    if (wide instanceof PeerSelector.OfEntity entity) {
      return entity(entity.entity(), narrow);
    }
    if (wide instanceof PeerSelector.Endpoints w && narrow instanceof PeerSelector.Endpoints n) {
      return n.selector().requirements().containsAll(w.selector().requirements());
    }
    return wide instanceof PeerSelector.Cidr w
        && narrow instanceof PeerSelector.Cidr n
        && w.prefix().contains(n.prefix())
        && n.except().containsAll(w.except());
  }

  private boolean entity(Entity wide, PeerSelector narrow) {
    return switch (wide) {
      case WORLD -> narrow instanceof PeerSelector.Cidr || narrow instanceof PeerSelector.Name;
      case CLUSTER ->
          narrow instanceof PeerSelector.Endpoints endpoints
              && endpoints
                  .selector()
                  .requirements()
                  .contains(Requirement.equal(LabelKey.k8s(EndpointLabels.CLUSTER), cluster));
      default -> false;
    };
  }

  static boolean ports(PortRule wide, PortRule narrow) {
    return narrow.ports().stream().allMatch(n -> wide.ports().stream().anyMatch(w -> port(w, n)));
  }

  private static boolean port(PortSpec wide, PortSpec narrow) {
    if (wide.equals(narrow)) {
      return true;
    }
    if (!(wide instanceof PortSpec.Range range)) {
      return false;
    }
    return narrow instanceof PortSpec.Range other
        ? range(range.range(), other.range())
        : range.range().isAllPorts()
            && range.range().protocol().covers(((PortSpec.Named) narrow).protocol());
  }

  private static boolean range(PortRange wide, PortRange narrow) {
    if (wide.isEverything()) {
      return true;
    }
    boolean protocol =
        wide.protocol() == narrow.protocol()
            || (wide.protocol() == Protocol.ANY && narrow.protocol().hasPorts());
    return protocol && wide.first() <= narrow.first() && narrow.last() <= wide.last();
  }

  static boolean http(HttpRule wide, HttpRule narrow) {
    return isWithin(narrow.method(), wide.method())
        && isWithin(narrow.path(), wide.path())
        && isWithin(narrow.host(), wide.host())
        && narrow.headers().containsAll(wide.headers())
        && wide.actions().equals(narrow.actions())
        && (wide.allowsUpgrade() || !narrow.allowsUpgrade());
  }

  private static <T> boolean isWithin(Optional<T> narrow, Optional<T> wide) {
    return wide.isEmpty() || wide.equals(narrow);
  }

  /** Whether each of these is covered by one of those. */
  static boolean http(List<HttpRule> wide, List<HttpRule> narrow) {
    return narrow.stream().allMatch(n -> wide.stream().anyMatch(w -> http(w, n)));
  }
}
