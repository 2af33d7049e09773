package dev.chancery.policy;

/**
 * A place in a manifest.
 *
 * @param file as given by whoever read it; empty where there is none
 * @param line from 1; 0 where unknown
 */
public record Location(String file, int line) {
  public static final Location UNKNOWN = new Location("", 0);

  /** {@code file:line}. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
