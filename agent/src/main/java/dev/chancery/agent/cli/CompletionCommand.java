package dev.chancery.agent.cli;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The script that a shell needs for completion. */
@Command(
    name = "completion",
    description = "Print a completion script: source <(chancery completion bash)")
final class CompletionCommand implements Callable<Integer> {
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** zsh runs the same script through its emulation of bash's completion. */
  private static final String ZSH =
      """
      #compdef chancery
      autoload -U +X compinit && compinit
      autoload -U +X bashcompinit && bashcompinit
      """;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  Shell shell = Shell.BASH;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    var script = AutoComplete.bash("chancery", commandLine.getParent());
    commandLine.getOut().print(shell == Shell.ZSH ? ZSH + script : script);
    commandLine.getOut().flush();
    return 0;
  }
}
