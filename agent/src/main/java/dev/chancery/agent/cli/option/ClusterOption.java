package dev.chancery.agent.cli.option;

import picocli.CommandLine.Option;

/** {@code --cluster-name}. */
public final class ClusterOption {
  @Option(
      names = "--cluster-name",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Name of the cluster, a label of every pod (default ${DEFAULT-VALUE}).")
  String name = "default";

  public String name() {
    return name;
  }
}
