package dev.chancery.policy.model;

import java.util.List;

/** {@code toPorts[].rules}: what is demanded above L4. */
public sealed interface L7Spec {
  /** Nothing; empty lists too. */
  record None() implements L7Spec {}

  /** Any one must match; never empty. */
  record Http(List<HttpRule> rules) implements L7Spec {
    public Http {
      rules = List.copyOf(rules);
    }
  }

  /** Any one must match the name in a DNS query; never empty. */
  record Dns(List<DnsRule> rules) implements L7Spec {
    public Dns {
      rules = List.copyOf(rules);
    }
  }

  /**
   * Rules of a protocol that no data plane here enforces: they take part in the merging of rules,
   * and let nothing pass.
   *
   * @param parser {@code kafka}, or the text of {@code l7proto}
   */
  record Unenforced(String parser) implements L7Spec {}
}
