package dev.chancery.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chancery.agent.cli.option.RunDirOption;
import dev.chancery.flows.observe.ObserveEnvironment;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;

/** Here for the list of commands; {@link #run} takes the arguments as they stand. */
@Command(
    name = ObserveCommand.NAME,
    description = "Show flows, with the flags and the output of `hubble observe`.")
final class ObserveCommand {
  static final String NAME = "observe";

  static int run(List<String> args) {
    var environment =
        new ObserveEnvironment(
            System.in,
            new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8),
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
            Path.of(""),
            Clock.systemUTC(),
            System.getenv(),
            writesToATerminal(),
            server());
    return dev.chancery.flows.observe.ObserveCommand.run(args, environment, new HubbleClient());
  }

  /** By what file descriptor 1 is: from JDK 22 on there is a console even in a pipe. */
  private static boolean writesToATerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** The agent's own socket, where none is named. */
  private static String server() {
    try {
      return "unix://" + new RunDirOption().path().toAbsolutePath().resolve("hubble.sock");
    } catch (IOException e) {
      return "unix:///var/run/chancery/hubble.sock";
    }
  }
}
