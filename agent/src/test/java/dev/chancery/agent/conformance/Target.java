package dev.chancery.agent.conformance;

import java.util.Optional;

/**
 * A request target as sent, and what Envoy makes of it.
 *
 * @param path what is matched and forwarded; meaningless where {@code status} is not 200
 * @param authority what takes the place of the Host header, where the target has one of its own
 * @param status 200 where the policy is asked; else what Envoy answers without asking it
 */
record Target(String raw, String path, Optional<String> authority, int status) {
  static Target same(String raw) {
    return to(raw, raw);
  }

  static Target to(String raw, String path) {
    return new Target(raw, path, Optional.empty(), 200);
  }

  static Target absolute(String raw, String authority, String path) {
    return new Target(raw, path, Optional.of(authority), 200);
  }

  static Target refused(String raw, int status) {
    return new Target(raw, raw, Optional.empty(), status);
  }
}
