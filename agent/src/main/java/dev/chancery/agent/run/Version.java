package dev.chancery.agent.run;

/** What this program calls itself. */
public final class Version {
  private Version() {}

  /** Version of the jar; {@code dev} where the classes are in no jar. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
