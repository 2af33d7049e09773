package dev.chancery.testproxy.wire;

/**
 * A release of cilium-envoy, by the Envoy that it is built on, in ascending order. Where releases
 * read the same bytes differently, one method here says which way.
 */
public enum ProxyGeneration {
  /** Cilium 1.17.0–1.17.2. */
  V1_31,
  /** Cilium 1.17.3–1.17.5. */
  V1_32,
  /** Cilium 1.17.6–1.17.7. */
  V1_33,
  /** Cilium 1.18.0–1.18.5. */
  V1_34,
  /** Cilium 1.18.6–1.18.8 and 1.19.0–1.19.2. */
  V1_35,
  /** Cilium 1.18.9 and 1.19.3 onwards. */
  V1_36,
  /** Cilium 1.20. */
  V1_37;

  /**
   * The generation of a release.
   *
   * @param release such as {@code 1.35}
   * @throws IllegalArgumentException for a release that is not listed
   */
  public static ProxyGeneration of(String release) {
    return valueOf("V" + release.replace('.', '_'));
  }

  /** Such as {@code 1.35}. */
  public String release() {
    return name().substring(1).replace('_', '.');
  }

  /**
   * {@code precedence} and {@code proxy_id} of rules, {@code use_nphds} of listeners (from 1.33).
   */
  public boolean knowsPrecedence() {
    return compareTo(V1_33) >= 0;
  }

  /** Identities from NPHDS where a listener asks for them (from 1.33). */
  public boolean knowsUseNphds() {
    return compareTo(V1_33) >= 0;
  }

  /** Patterns among {@code server_names}, and their check (from 1.34); before, names are exact. */
  public boolean knowsNamePatterns() {
    return compareTo(V1_34) >= 0;
  }

  /** {@code pass_precedence} (from 1.36). */
  public boolean knowsPass() {
    return compareTo(V1_36) >= 0;
  }

  /** Field 1 of a rule is a list of peers (until 1.32). */
  public boolean readsPassAsPeer() {
    return compareTo(V1_32) <= 0;
  }

  /**
   * Rules of port 0 are sorted among those of every port (from 1.36); before, judged beside them.
   */
  public boolean mergesAnyPort() {
    return compareTo(V1_36) >= 0;
  }

  /**
   * An entry without rules still allows where it shares ports with another (from 1.33, inferred).
   */
  public boolean keepsEmptyEntries() {
    return compareTo(V1_33) >= 0;
  }

  /**
   * Two policies under one key, or with one id, fail the response (from 1.37); before, one wins.
   */
  public boolean rejectsDuplicateKeys() {
    return compareTo(V1_37) >= 0;
  }

  /** An endpoint id of 0 fails the response (from 1.37). */
  public boolean demandsEndpointId() {
    return compareTo(V1_37) >= 0;
  }

  /** Delta NPDS and NPHDS (from 1.37). */
  public boolean knowsDelta() {
    return compareTo(V1_37) >= 0;
  }
}
