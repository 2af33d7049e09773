package dev.chancery.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.chancery.agent.control.Control;
import dev.chancery.agent.net.UnixChannel;
import dev.chancery.agent.secret.PlantedSecret;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A planted value against everything that an agent logs, reports and writes. */
final class SecretsStayHiddenIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger logger = context.getLogger("dev.chancery");
  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          logged.add(event.getFormattedMessage() + " " + event.getKeyValuePairs());
          if (event.getThrowableProxy() != null) {
            logged.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
          }
        }
      };

  @BeforeEach
  void listen() {
    appender.setContext(context);
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.TRACE);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
    logger.setLevel(null);
  }

  @Test
  void nothingThatAnAgentSaysShowsTheValueOfASecret() throws IOException {
    Path manifests = Files.createDirectories(folder.resolve("m"));
    Files.writeString(manifests.resolve("good.yaml"), PlantedSecret.good());
    int number = 0;
    for (String broken : PlantedSecret.broken()) {
      Files.writeString(
          manifests.resolve("broken-" + number++ + ".yaml"),
          broken.replace("name: s,", "name: s" + number + ","));
    }
    var options = AgentOptions.of(folder.resolve("r"), manifests, Optional.empty());
    try (Agent agent = Agent.start(options)) {
      await().atMost(PATIENCE).until(() -> agent.reconciler().publishedRevision() > 0);

      assertThat(agent.reconciler().view().secrets().byRef()).isNotEmpty();
      ManagedChannel channel = UnixChannel.open(options.runDir().resolve("agent.sock"));
      try {
        for (String report : List.of("status", "endpoints", "identities", "xds", "saved")) {
          assertThat(Control.ask(channel, report)).as(report).doesNotMatch(PlantedSecret::isIn);
        }
      } finally {
        channel.shutdownNow();
      }
    }
    assertThat(logged).isNotEmpty().noneMatch(PlantedSecret::isIn);
    assertThat(filesOf(options.runDir())).isNotEmpty().noneMatch(SecretsStayHiddenIT::shows);
  }

  private static List<Path> filesOf(Path runDir) throws IOException {
    try (Stream<Path> files = Files.walk(runDir)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static boolean shows(Path file) {
    try {
      return PlantedSecret.isIn(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
