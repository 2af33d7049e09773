package dev.chancery.testproxy.listener;

import dev.chancery.api.cilium.BpfMetadata;
import dev.chancery.testproxy.wire.ProxyGeneration;

/** Where a listener learns identities (§5.1). Without any NPDS is never asked and all is denied. */
public enum IdentitySource {
  /** Cilium's BPF map. */
  IPCACHE,
  /** {@code cilium.NetworkPolicyHosts}. */
  NPHDS,
  /** Nothing (gotcha 1). */
  NONE;

  /** The source that a listener's filter leads to. */
  public static IdentitySource of(
      BpfMetadata metadata, ProxyGeneration generation, boolean ipcache) {
    if (generation.knowsUseNphds() && metadata.getUseNphds()) {
      return NPHDS;
    }
    if (metadata.getBpfRoot().isEmpty()) {
      return NONE;
    }
    if (ipcache) {
      return IPCACHE;
    }
    return generation.knowsUseNphds() ? NONE : NPHDS;
  }
}
