package dev.chancery.agent.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root command. */
@Command(
    name = "chancery",
    description = "An L7 policy and visibility control plane for Envoy.",
    mixinStandardHelpOptions = true)
public final class Chancery {
  private Chancery() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Chancery()).execute(args));
  }
}
