package dev.chancery.agent.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The log, always on stderr. Libraries are held to warnings unless the level is trace. */
final class LoggingOptions {
  /** Held here: the JDK forgets the level of a logger that nobody holds. */
  private static final java.util.logging.Logger GRPC =
      java.util.logging.Logger.getLogger("io.grpc");

  enum Format {
    HUMAN,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      defaultValue = "human",
      description = "How log lines look: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  Format format = Format.HUMAN;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      scope = ScopeType.INHERIT,
      description = "${COMPLETION-CANDIDATES} (default warn; of run: info).")
  @Nullable LogLevel given;

  /**
   * @param usual the level where none is given
   */
  void apply(LogLevel usual) {
    var level = given == null ? usual : given;
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.reset();
    var encoder = encoder(context);
    encoder.setContext(context);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(
        level == LogLevel.TRACE ? Level.TRACE : level == LogLevel.ERROR ? Level.ERROR : Level.WARN);
    context.getLogger("dev.chancery").setLevel(Level.toLevel(level.name()));
    context.getLogger("envoy").setLevel(Level.toLevel(level.name()));
    // What gRPC says of streams that end with their connection; it logs by java.util.logging.
    GRPC.setLevel(java.util.logging.Level.SEVERE);
    // gRPC asks for SO_KEEPALIVE on every socket, which means nothing on a unix socket.
    context.getLogger("io.netty.bootstrap").setLevel(Level.ERROR);
  }

  private Encoder<ILoggingEvent> encoder(LoggerContext context) {
    if (format == Format.JSON) {
      return new JsonEncoder();
    }
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0} %msg %kvp%n%ex");
    return encoder;
  }
}
