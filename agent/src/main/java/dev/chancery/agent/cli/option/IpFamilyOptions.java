package dev.chancery.agent.cli.option;

import dev.chancery.envoy.cilium.IpFamilies;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which addresses a cilium-envoy serves, under the names that Cilium's agent has for it. */
public final class IpFamilyOptions {
  @Option(
      names = "--enable-ipv4",
      paramLabel = "BOOL",
      arity = "1",
      defaultValue = "true",
      description =
          "Have cilium-envoy take connections of IPv4 addresses (default ${DEFAULT-VALUE}).")
  boolean ipv4 = true;

  @Option(
      names = "--enable-ipv6",
      paramLabel = "BOOL",
      arity = "1",
      defaultValue = "false",
      description =
          "Have cilium-envoy take connections of IPv6 addresses (default ${DEFAULT-VALUE}).")
  boolean ipv6;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  /** Those that are on, at least one. */
  public IpFamilies families() {
    return IpFamilies.of(ipv4, ipv6)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--enable-ipv4 and --enable-ipv6: both false (expected: at least one true)"));
  }
}
