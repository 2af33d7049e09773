package dev.chancery.policy.lint;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.Subject;
import java.util.stream.Stream;

/** A subject or a peer that no known pod fits. Says nothing where no pods are known at all. */
final class SelectsNothing implements Check {
  @Override
  public WarningCode code() {
    return WarningCode.SELECTS_NOTHING;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return around.knowsPods()
        ? policy.rules().stream()
            .flatMap(r -> Stream.concat(subject(policy, r, around), peers(policy, r, around)))
        : Stream.of();
  }

  private static Stream<Finding> subject(Policy policy, Rule rule, Surroundings around) {
    return rule.subject() instanceof Subject.Endpoints subject && !around.bindsAnyone(rule)
        ? Stream.of(
            new Finding(
                rule.origin(),
                PeerPlace.subjectPath(policy, rule),
                "no pod fits "
                    + Finding.quoted(subject.selector().toString())
                    + " now, so that this binds nobody (check labels and namespace)"))
        : Stream.of();
  }

  private static Stream<Finding> peers(Policy policy, Rule rule, Surroundings around) {
    return PeerPlace.of(policy, rule)
        .filter(place -> isChecked(place.selector()) && !around.selectsAnyone(place.selector()))
        .map(
            place ->
                new Finding(
                    place.element().origin(),
                    place.path(),
                    "nobody fits "
                        + Finding.quoted(text(place.selector()))
                        + " now (check labels and namespace)"));
  }

  private static boolean isChecked(PeerSelector selector) {
    return selector instanceof PeerSelector.Endpoints || selector instanceof PeerSelector.Cidr;
  }

  private static String text(PeerSelector selector) {
    return selector instanceof PeerSelector.Endpoints endpoints
        ? endpoints.selector().toString()
        : selector instanceof PeerSelector.Cidr cidr
            ? cidr.prefix() + " without " + cidr.except()
            : "";
  }
}
