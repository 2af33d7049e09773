package dev.chancery.agent.engines;

import java.util.Locale;
import java.util.Optional;

/**
 * Where two that hold the same policy may answer a request differently; each has a row in {@code
 * docs/data-planes.md} that gives the reason. None lets pass what the policy denies. The rows about
 * what each is asked, or knows, cannot be told from two answers; they are none of these.
 */
public enum KnownDifference {
  /** What no rule covers does not pass cilium-envoy, so that nobody reads it. */
  UNTOUCHED {
    @Override
    boolean explains(Outcome cilium, Outcome other) {
      return cilium.allowed() && !cilium.proxied() && other.status() != Outcome.DENIED;
    }
  },
  /** Behind cilium-envoy for egress, what ingress closes is an answer of the proxy. */
  LATE_CLOSE {
    @Override
    boolean explains(Outcome cilium, Outcome other) {
      return other.status() == Outcome.CLOSED && !cilium.allowed() && cilium.proxied();
    }
  },
  /** A name in a TLS hello is looked for when the connection begins. */
  EARLY_CLOSE {
    @Override
    boolean explains(Outcome cilium, Outcome other) {
      return (cilium.status() == Outcome.CLOSED || cilium.status() == Outcome.UNREACHABLE)
          && other.proxied()
          && !other.allowed();
    }
  };

  /** As the page names it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether this is why two answers are not the same. */
  abstract boolean explains(Outcome cilium, Outcome other);

  /** The one that explains why two answers are not the same; empty where none does. */
  public static Optional<KnownDifference> between(Outcome cilium, Outcome other) {
    return java.util.Arrays.stream(values()).filter(d -> d.explains(cilium, other)).findFirst();
  }
}
