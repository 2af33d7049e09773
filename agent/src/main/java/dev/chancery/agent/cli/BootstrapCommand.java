package dev.chancery.agent.cli;

import dev.chancery.agent.cli.option.ClusterOption;
import dev.chancery.agent.cli.option.RunDirOption;
import dev.chancery.agent.cli.option.TreeOption;
import dev.chancery.envoy.ResourceText;
import dev.chancery.envoy.stock.BootstrapOptions;
import dev.chancery.envoy.stock.Bootstraps;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** For an Envoy that somebody else starts. */
@Command(
    name = "bootstrap",
    sortOptions = false,
    description = "Print the bootstrap for an Envoy that the agent does not start itself.")
final class BootstrapCommand implements Callable<Integer> {
  @Mixin RunDirOption runDir = new RunDirOption();

  @Option(
      names = "--node-name",
      paramLabel = "NAME",
      defaultValue = RunCommand.DEFAULT_NODE,
      description = "As given to `run` (default ${DEFAULT-VALUE}).")
  String nodeName = RunCommand.DEFAULT_NODE;

  @Mixin ClusterOption cluster = new ClusterOption();
  @Mixin TreeOption output = new TreeOption();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    var options =
        new BootstrapOptions(nodeName, cluster.name(), runDir.path().toAbsolutePath().normalize());
    output.print(spec.commandLine().getOut(), ResourceText.tree(Bootstraps.stock(options)));
    return 0;
  }
}
