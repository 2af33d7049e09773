package dev.chancery.envoy.cilium;

import java.nio.file.Path;

/** Options of a release for tests. */
final class Releases {
  private Releases() {}

  static CiliumOptions of(ProxyRelease release, IdentitySource identities) {
    CiliumOptions usual = CiliumOptions.DEFAULTS;
    return new CiliumOptions(
        release,
        identities,
        usual.bpfRoot(),
        usual.ipcacheName(),
        Path.of("/run/test/sockets"),
        usual.normalizePath(),
        usual.deniedBody(),
        usual.originalSource(),
        usual.secretsNamespace(),
        usual.http(),
        usual.families());
  }
}
