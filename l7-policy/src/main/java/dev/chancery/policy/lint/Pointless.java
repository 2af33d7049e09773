package dev.chancery.policy.lint;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.RuleElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule without effect because of another: an L7 list beside a plain allow of the same traffic, an
 * allow under a deny, a rule within a wider one. Where two say the same, the later is the one. A
 * list that lets everything pass is no such rule: it is there to be seen in flows.
 */
final class Pointless implements Check {
  /** Rules that bind the same pods and are looked at for one rule. */
  private static final int LOOKED_AT = 500;

  @Override
  public WarningCode code() {
    return WarningCode.POINTLESS;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    var covering = new Covering(around.world().cluster());
    return policy.rules().stream()
        .flatMap(
            rule -> {
              List<Place> others =
                  around.boundAlso(rule).stream()
                      .limit(LOOKED_AT)
                      .flatMap(placed -> around.places(placed).stream())
                      .toList();
              return Place.of(policy, rule).flatMap(place -> findings(place, others, covering));
            });
  }

  private static Stream<Finding> findings(Place place, List<Place> others, Covering covering) {
    if (place.ports().ports().isEmpty()
        || (place.element().peers() instanceof PeerRule.AnyOf any && any.selectors().isEmpty())) {
      return Stream.of();
    }
    boolean isLater = false;
    for (Place other : others) {
      if (other.ports() == place.ports()) {
        isLater = true;
      } else if (other.element().direction() == place.element().direction()) {
        boolean yields = !isLater || !isWithin(other, place, covering);
        Optional<String> reason =
            isWithin(place, other, covering) ? reason(place, other, yields) : Optional.empty();
        if (reason.isPresent()) {
          return Stream.of(Finding.at(place.ports().origin(), reason.get() + where(place, other)));
        }
      }
    }
    return withinList(place.http());
  }

  /** Whether the other speaks of all peers and ports that this speaks of. */
  private static boolean isWithin(Place place, Place other, Covering covering) {
    return !other.ports().ports().isEmpty()
        && Covering.ports(other.ports(), place.ports())
        && covering.peers(other.element().peers(), place.element().peers());
  }

  /**
   * @param yields whether this is the one to go where both say the same
   */
  private static Optional<String> reason(Place place, Place other, boolean yields) {
    if (!other.allows()) {
      return place.allows()
          ? Optional.of("allows what a deny rule denies")
          : Optional.of("is covered by another deny rule").filter(m -> yields);
    }
    if (!place.allows() || !isPlain(other.element()) || !other.ports().connection().isNone()) {
      return Optional.empty();
    }
    if (!isPlain(place.element()) || !place.ports().connection().isNone()) {
      return Optional.empty();
    }
    return ofAllows(place, other, yields);
  }

  private static Optional<String> ofAllows(Place place, Place other, boolean yields) {
    L7Spec own = place.ports().l7();
    L7Spec wide = other.ports().l7();
    if (own instanceof L7Spec.None && wide instanceof L7Spec.None) {
      return Optional.of("allows what another rule allows already")
          .filter(m -> yields && place.rule().log().isEmpty());
    }
    if (own instanceof L7Spec.Http http
        && http.rules().stream().noneMatch(HttpRule::matchesEverything)) {
      if (wide instanceof L7Spec.None) {
        return Optional.of("its HTTP rules are lifted: another rule allows every request");
      }
      return wide instanceof L7Spec.Http more && Covering.http(more.rules(), http.rules())
          ? Optional.of("its HTTP rules allow what another rule allows already")
              .filter(m -> yields || !Covering.http(http.rules(), more.rules()))
          : Optional.empty();
    }
    if (own instanceof L7Spec.Dns dns && dns.rules().stream().noneMatch(Pointless::isEveryName)) {
      boolean lifted =
          wide instanceof L7Spec.None
              && other.element().peers().equals(place.element().peers())
              && other.ports().ports().equals(place.ports().ports());
      return lifted
          ? Optional.of("its DNS rules are lifted: another rule allows every name")
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean isEveryName(DnsRule rule) {
    return rule.matchPattern().filter(p -> p.matches("\\*+\\.?")).isPresent();
  }

  private static boolean isPlain(RuleElement element) {
    return element.authentication().isEmpty();
  }

  private static String where(Place place, Place other) {
    String path = other.ports().origin().path();
    String location = other.ports().origin().location().toString();
    String name =
        other.policy().ref().equals(place.policy().ref()) ? "" : other.policy().ref().key() + " ";
    return " ("
        + name
        + path
        + (location.isEmpty() ? "" : ", " + location)
        + "); remove one of the two";
  }

  /** HTTP rules of one list that another of it covers. */
  private static Stream<Finding> withinList(List<HttpRule> list) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      for (int j = 0; j < list.size(); j++) {
        HttpRule narrow = list.get(i);
        HttpRule wide = list.get(j);
        if (i != j && Covering.http(wide, narrow) && (j < i || !Covering.http(narrow, wide))) {
          findings.add(
              Finding.at(
                  narrow.origin(),
                  "allows what "
                      + wide.origin().path()
                      + " allows already; remove one of the two"));
          break;
        }
      }
    }
    return findings.stream();
  }
}
