package dev.chancery.policy.lint;

import dev.chancery.policy.Provenance;

/**
 * One place that a check stumbles over.
 *
 * @param near the nearest place that the model knows
 * @param path the exact one, in or under {@code near}
 * @param message one sentence with what to do
 */
record Finding(Provenance near, String path, String message) {
  /** In a field of a place, such as {@code path} of an HTTP rule. */
  static Finding in(Provenance near, String field, String message) {
    return new Finding(near, near.path() + "." + field, message);
  }

  static Finding at(Provenance near, String message) {
    return new Finding(near, near.path(), message);
  }

  /** Text of a policy in quotes, cut where it is long. */
  static String quoted(String text) {
    return "\"" + (text.length() <= 100 ? text : text.substring(0, 100) + "…") + "\"";
  }
}
