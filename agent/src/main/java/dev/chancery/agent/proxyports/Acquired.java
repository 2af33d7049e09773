package dev.chancery.agent.proxyports;

/** What came of asking for a port. */
public sealed interface Acquired {
  /** This port is to be tried. */
  record Port(int port) implements Acquired {}

  /**
   * There is none.
   *
   * @param reason for the user
   */
  record None(String reason) implements Acquired {}
}
