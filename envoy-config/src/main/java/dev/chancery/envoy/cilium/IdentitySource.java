package dev.chancery.envoy.cilium;

/** Where the proxy learns which address has which identity. */
public enum IdentitySource {
  /** From {@code cilium.NetworkPolicyHosts}; no BPF map is needed. */
  NPHDS,
  /** From Cilium's ipcache map; identities are numbered by Cilium. */
  IPCACHE
}
