package dev.chancery.envoy.cilium;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a cilium-envoy understands, by the release of Cilium that it came with. A release has had
 * several proxies; what stands here is what the oldest of them understands.
 */
public enum ProxyRelease {
  /** Proxies 1.31–1.33. */
  V1_17("1.17"),
  /** Proxies 1.34–1.36. */
  V1_18("1.18"),
  /** Proxies 1.35–1.36. */
  V1_19("1.19"),
  /** Proxy 1.37; served as the ones before, a stream a type. */
  V1_20("1.20");

  private final String text;

  ProxyRelease(String text) {
    this.text = text;
  }

  /** Of {@code 1.19} and the like. */
  public static Optional<ProxyRelease> of(String text) {
    return Arrays.stream(values()).filter(r -> r.text.equals(text)).findFirst();
  }

  public String text() {
    return text;
  }

  /** Whether identities can come from the control plane; an older one has them from BPF maps. */
  public boolean usesHosts() {
    return this != V1_17;
  }

  /** Whether a rule can hold on one listener alone. */
  public boolean readsProxyIds() {
    return this != V1_17;
  }

  /** Whether identities of known connections may come from a BPF map: proxies until 1.35. */
  public boolean readsConntrack() {
    return this != V1_20;
  }

  /** Whether server names are patterns; an older one compares them as they stand. */
  public boolean readsServerNamePatterns() {
    return this != V1_17;
  }
}
