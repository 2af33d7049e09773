package dev.chancery.agent.cli.option;

import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.IdentitySource;
import dev.chancery.envoy.cilium.ProxyRelease;
import dev.chancery.envoy.stock.StockOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the cilium-envoy is told, under the names that Cilium's agent has for it. */
public final class CiliumEnvoyOptions {
  /** From {@code 1.19} and the like. */
  static final class Release implements ITypeConverter<ProxyRelease> {
    @Override
    public ProxyRelease convert(String text) {
      return ProxyRelease.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of "
                          + Arrays.stream(ProxyRelease.values())
                              .map(ProxyRelease::text)
                              .collect(Collectors.joining(", "))
                          + " but was '"
                          + text
                          + "'"));
    }
  }

  @Option(
      names = "--proxy-release",
      paramLabel = "RELEASE",
      defaultValue = "1.19",
      converter = Release.class,
      description =
          "Release of Cilium that the cilium-envoy came with: 1.17 to 1.20 (default"
              + " ${DEFAULT-VALUE}).")
  ProxyRelease release = ProxyRelease.V1_19;

  @Option(
      names = "--identity-source",
      paramLabel = "SOURCE",
      defaultValue = "nphds",
      description =
          "Where the cilium-envoy has identities from: nphds (this agent), or ipcache (Cilium's BPF"
              + " map; default ${DEFAULT-VALUE}).")
  IdentitySource identities = IdentitySource.NPHDS;

  @Option(
      names = "--bpf-root",
      paramLabel = "DIR",
      defaultValue = "/sys/fs/bpf",
      description = "BPF file system, as the cilium-envoy sees it (default ${DEFAULT-VALUE}).")
  String bpfRoot = "/sys/fs/bpf";

  @Option(
      names = "--policy-secrets-namespace",
      paramLabel = "NAME",
      defaultValue = "cilium-secrets",
      description =
          "Front part of the names of secrets that policies use (default ${DEFAULT-VALUE}).")
  String secretsNamespace = "cilium-secrets";

  @Mixin IpFamilyOptions addresses = new IpFamilyOptions();
  @Mixin HttpLimitOptions http = new HttpLimitOptions();

  /**
   * All of it.
   *
   * @param sockets as the proxy sees them
   * @param shared what both data planes do alike
   */
  public CiliumOptions options(Path sockets, StockOptions shared) {
    return new CiliumOptions(
        release,
        identities,
        bpfRoot,
        CiliumOptions.DEFAULTS.ipcacheName(),
        sockets,
        shared.normalizePath(),
        shared.deniedBody(),
        CiliumOptions.DEFAULTS.originalSource(),
        secretsNamespace,
        http.limits(),
        addresses.families());
  }
}
