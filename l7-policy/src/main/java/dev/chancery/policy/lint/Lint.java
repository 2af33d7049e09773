package dev.chancery.policy.lint;

import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Warnings about policies that are valid: where people stumble. Pure. */
public final class Lint {
  /** In the order in which their findings are told. */
  private static final List<Check> CHECKS =
      List.of(
          new DottedSource(),
          new SelectsNothing(),
          new UnknownGroup(),
          new PortNameDisagreed(),
          new PrefixMeant(),
          new QueryString(),
          new GetWithoutHead(),
          new HostDot(),
          new ProxyHeader(),
          new DnsLabel(),
          new FqdnWithoutDns(),
          new CutsDns(),
          new Pointless());

  /** Of one check in one policy: a hundredth pointless rule says nothing new. */
  private static final int MOST_OF_A_KIND = 50;

  private Lint() {}

  /**
   * The warnings about each policy of a world that has some. What a policy silences is left out.
   *
   * @param resolution of that world
   */
  public static Map<PolicyRef, List<Problem>> warnings(World world, Resolution resolution) {
    var around = new Surroundings(world, resolution);
    Map<PolicyRef, List<Problem>> warnings = new LinkedHashMap<>();
    for (Policy policy : world.policies()) {
      List<Problem> found = check(policy, around);
      if (!found.isEmpty()) {
        warnings.put(policy.ref(), found);
      }
    }
    return warnings;
  }

  private static List<Problem> check(Policy policy, Surroundings around) {
    return CHECKS.stream()
        .filter(check -> !policy.silenced().contains(check.code()))
        .flatMap(
            check ->
                check
                    .check(policy, around)
                    .distinct()
                    .limit(MOST_OF_A_KIND)
                    .map(
                        finding ->
                            Problem.warning(
                                check.code().text(),
                                finding.path(),
                                finding.near().location(),
                                oneLine(finding.message()))))
        .toList();
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\p{Cntrl}+", " ");
  }
}
