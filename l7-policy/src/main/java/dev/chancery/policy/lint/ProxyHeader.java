package dev.chancery.policy.lint;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Policy;
import java.util.Set;
import java.util.stream.Stream;

/** A demand on a header that Envoy sets, overwrites or strips before the policy is asked. */
final class ProxyHeader implements Check {
  private static final Set<String> SET =
      Set.of("x-forwarded-proto", "x-envoy-external-address", "x-chancery-next-hop");

  private static final Set<String> STRIPPED =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "transfer-encoding",
          "x-forwarded-client-cert");

  /** Other Envoys may talk by them, and each release knows other ones. */
  private static final String OF_ENVOYS = "x-envoy-";

  @Override
  public WarningCode code() {
    return WarningCode.PROXY_HEADER;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return Place.of(policy).flatMap(place -> place.http().stream()).flatMap(ProxyHeader::findings);
  }

  private static Stream<Finding> findings(HttpRule rule) {
    return Stream.concat(
        rule.headers().stream().flatMap(h -> finding(rule, "headers", h.name())),
        rule.actions().stream()
            .filter(a -> a.mismatch() == HeaderAction.Mismatch.FAIL)
            .flatMap(a -> finding(rule, "headerMatches", a.name())));
  }

  private static Stream<Finding> finding(HttpRule rule, String field, String name) {
    boolean isSet = SET.contains(name);
    if (!isSet && !STRIPPED.contains(name) && !name.startsWith(OF_ENVOYS)) {
      return Stream.of();
    }
    return Stream.of(
        Finding.in(
            rule.origin(),
            field,
            Finding.quoted(name)
                + (isSet ? " is set by Envoy" : " may be taken away or rewritten by Envoy")
                + " before policy sees the request: what a client sends in it need not decide"
                + " (demand another header)"));
  }
}
