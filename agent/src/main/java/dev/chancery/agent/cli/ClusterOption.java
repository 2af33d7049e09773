package dev.chancery.agent.cli;

import picocli.CommandLine.Option;

/** {@code --cluster-name}. */
final class ClusterOption {
  @Option(
      names = "--cluster-name",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Name of the cluster, a label of every pod (default ${DEFAULT-VALUE}).")
  String name = "default";
}
