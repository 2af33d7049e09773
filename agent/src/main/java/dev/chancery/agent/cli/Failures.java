package dev.chancery.agent.cli;

import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Ends a command that failed: one line for the user, the stack trace in the debug log. */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    LoggerFactory.getLogger(Failures.class).atDebug().setCause(e).log("command failed");
    command.getErr().println("chancery: " + message(e));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String message(Exception e) {
    if (e instanceof StatusRuntimeException refused) {
      return "the agent answers: " + refused.getStatus();
    }
    if (e instanceof StatusException refused) {
      return "the agent answers: " + refused.getStatus();
    }
    if (e instanceof IOException && e.getMessage() != null) {
      return e.getMessage();
    }
    return "internal error: %s (--log-level debug shows where)".formatted(e);
  }
}
