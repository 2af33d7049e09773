package dev.chancery.agent.cli;

import dev.chancery.agent.cli.option.ClusterOption;
import dev.chancery.agent.cli.option.IpFamilyOptions;
import dev.chancery.agent.cli.option.RunDirOption;
import dev.chancery.agent.cli.option.SocketsDirOption;
import dev.chancery.agent.cli.option.TreeOption;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.envoy.ResourceText;
import dev.chancery.envoy.cilium.CiliumBootstrap;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.stock.BootstrapOptions;
import dev.chancery.envoy.stock.Bootstraps;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** For an Envoy that somebody else starts. */
@Command(
    name = "bootstrap",
    sortOptions = false,
    description = "Print the bootstrap for an Envoy that the agent does not start itself.")
final class BootstrapCommand implements Callable<Integer> {
  @Option(
      names = "--data-plane",
      paramLabel = "NAME",
      defaultValue = "envoy",
      description = "Whose: envoy or cilium-envoy (default ${DEFAULT-VALUE}).")
  DataPlane dataPlane = DataPlane.ENVOY;

  @Mixin RunDirOption runDir = new RunDirOption();
  @Mixin SocketsDirOption sockets = new SocketsDirOption();
  @Mixin IpFamilyOptions addresses = new IpFamilyOptions();

  @Option(
      names = "--node-name",
      paramLabel = "NAME",
      defaultValue = RunCommand.DEFAULT_NODE,
      description = "As given to `run` (default ${DEFAULT-VALUE}); cilium-envoy has its own.")
  String nodeName = RunCommand.DEFAULT_NODE;

  @Mixin ClusterOption cluster = new ClusterOption();
  @Mixin TreeOption output = new TreeOption();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    output.print(spec.commandLine().getOut(), ResourceText.tree(bootstrap()));
    return 0;
  }

  private Bootstrap bootstrap() throws IOException {
    return switch (dataPlane) {
      case ENVOY ->
          Bootstraps.stock(new BootstrapOptions(nodeName, cluster.name(), absolute(runDir.path())));
      case CILIUM_ENVOY ->
          CiliumBootstrap.of(
              CiliumOptions.DEFAULTS.at(absolute(sockets.path(runDir))).with(addresses.families()));
      case NONE ->
          throw new ParameterException(
              spec.commandLine(), "--data-plane: none (expected: envoy or cilium-envoy)");
    };
  }

  private static Path absolute(Path folder) {
    return folder.toAbsolutePath().normalize();
  }
}
