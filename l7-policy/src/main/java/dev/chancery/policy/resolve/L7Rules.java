package dev.chancery.policy.resolve;

import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.model.HttpRule;
import java.util.List;

/** What an entry demands above L4. */
public sealed interface L7Rules {
  /** Whether the covered traffic has to pass a proxy. */
  boolean redirects();

  /** Nothing. */
  record None() implements L7Rules {
    @Override
    public boolean redirects() {
      return false;
    }
  }

  /**
   * Any one of these must match the request; never empty ({@code http: [{}]} is one rule that
   * matches all).
   */
  record Http(List<HttpRule> rules) implements L7Rules {
    public Http {
      rules = List.copyOf(rules);
      if (rules.isEmpty()) {
        throw new IllegalArgumentException("http rules: none (expected: at least one)");
      }
    }

    @Override
    public boolean redirects() {
      return true;
    }
  }

  /**
   * Any one of these must match the name in a query; never empty. A DNS proxy asks them; to Envoy
   * the traffic is a plain allow.
   */
  record Dns(List<DnsRule> rules) implements L7Rules {
    public Dns {
      rules = List.copyOf(rules);
      if (rules.isEmpty()) {
        throw new IllegalArgumentException("dns rules: none (expected: at least one)");
      }
    }

    @Override
    public boolean redirects() {
      return true;
    }
  }

  /** Rules that no data plane here enforces: nothing matches them. */
  record Unenforced(String parser) implements L7Rules {
    @Override
    public boolean redirects() {
      return true;
    }
  }
}
