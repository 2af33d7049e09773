package dev.chancery.agent.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar; {@code unknown} where the classes are not in one. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"chancery " + (version == null ? "unknown" : version)};
  }
}
