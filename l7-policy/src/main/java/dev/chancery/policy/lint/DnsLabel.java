package dev.chancery.policy.lint;

import dev.chancery.policy.Provenance;
import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code *.svc.cluster.local} and {@code *.cluster.local}, which no service's name fits. */
final class DnsLabel implements Check {
  private static final Pattern ONE_STAR =
      Pattern.compile("\\*\\.(svc|(svc\\.)?cluster\\.local)\\.?", Pattern.CASE_INSENSITIVE);

  @Override
  public WarningCode code() {
    return WarningCode.DNS_LABEL;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return Stream.concat(questions(policy), answers(policy));
  }

  private static Stream<Finding> questions(Policy policy) {
    return Place.of(policy)
        .flatMap(p -> p.ports().l7() instanceof L7Spec.Dns dns ? dns.rules().stream() : Stream.of())
        .flatMap(
            rule ->
                rule.matchPattern()
                    .map(p -> finding(rule.origin(), rule.origin().path() + ".matchPattern", p))
                    .orElse(Stream.of()));
  }

  private static Stream<Finding> answers(Policy policy) {
    return policy.rules().stream()
        .flatMap(rule -> PeerPlace.of(policy, rule))
        .flatMap(
            place ->
                place.selector() instanceof PeerSelector.Name name && name.isPattern()
                    ? finding(place.element().origin(), place.path() + ".matchPattern", name.text())
                    : Stream.of());
  }

  private static Stream<Finding> finding(Provenance near, String path, String pattern) {
    return ONE_STAR.matcher(pattern).matches()
        ? Stream.of(
            new Finding(
                near,
                path,
                Finding.quoted(pattern)
                    + " fits no service, as the star is one label (write \"*.*."
                    + pattern.substring(2).replaceFirst("(?i)^(?=cluster)", "svc.")
                    + "\" for all services of the cluster)"))
        : Stream.of();
  }
}
