package dev.chancery.policy.dns;

/** How releases of Cilium read {@code matchPattern}. */
public enum NameDialect {
  /** Until 1.17: {@code **.} at the front is one label, as {@code *.} is. */
  SINGLE_LABEL,
  /** From 1.18 on: {@code **.} at the front is one or more whole labels. */
  MULTI_LABEL
}
