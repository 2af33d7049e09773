package dev.chancery.policy.lint;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import java.util.stream.Stream;

/** A reference to a {@code CiliumCIDRGroup} that is not there, or that has no prefixes. */
final class UnknownGroup implements Check {
  @Override
  public WarningCode code() {
    return WarningCode.UNKNOWN_GROUP;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return policy.rules().stream()
        .flatMap(rule -> PeerPlace.of(policy, rule))
        .flatMap(
            place ->
                place.selector() instanceof PeerSelector.CidrGroup group
                        && !around.selectsAnyone(group)
                    ? Stream.of(
                        new Finding(
                            place.element().origin(),
                            place.path(),
                            "no CiliumCIDRGroup with prefixes fits "
                                + Finding.quoted(group.group().toString())
                                + ", so that nobody is selected (create it, or correct its name)"))
                    : Stream.of());
  }
}
