package dev.chancery.agent.cli;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
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
      return message(refused.getStatus());
    }
    if (e instanceof StatusException refused) {
      return message(refused.getStatus());
    }
    if (e instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + reason(file);
    }
    if (e instanceof IOException && e.getMessage() != null) {
      return e.getMessage();
    }
    return "internal error: %s (--log-level debug shows where)".formatted(e);
  }

  private static String message(Status status) {
    return status.getCode() == Status.Code.UNAVAILABLE
        ? "no agent answers on its socket (is it running?)"
        : "the agent answers: " + status.getCode() + " " + status.getDescription();
  }

  /** {@code AccessDeniedException} has no message of its own, only its name. */
  private static String reason(FileSystemException e) {
    return e.getClass()
        .getSimpleName()
        .replace("Exception", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
