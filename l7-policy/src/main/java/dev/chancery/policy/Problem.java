package dev.chancery.policy;

/**
 * A user's mistake, or something that will surprise the user.
 *
 * @param code stable name of the kind of problem, such as {@code unknown-field}; warnings are
 *     silenced by it
 * @param path path in the document, such as {@code spec.ingress[0].fromEndpoints}; empty for the
 *     document
 * @param message one line, {@code what: value (expected: …)}
 */
public record Problem(
    Severity severity, String code, String path, Location location, String message) {
  /** Errors refuse the whole object; warnings do not. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public static Problem error(String code, String path, Location location, String message) {
    return new Problem(Severity.ERROR, code, path, location, message);
  }

  public static Problem warning(String code, String path, Location location, String message) {
    return new Problem(Severity.WARNING, code, path, location, message);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
