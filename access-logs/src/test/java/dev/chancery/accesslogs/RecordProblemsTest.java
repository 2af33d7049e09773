package dev.chancery.accesslogs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RecordProblemsTest {
  @Test
  void eachKindIsCountedAlwaysAndLoggedOnceAMinute() {
    var now = new AtomicReference<>(Instant.EPOCH);
    var problems = new RecordProblems(now::get);
    var logger = (Logger) LoggerFactory.getLogger(RecordProblems.class);
    logger.setLevel(Level.WARN);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    try {
      for (int second = 0; second < 120; second++) {
        now.set(Instant.ofEpochSecond(second));
        problems.add(RecordProblem.ADDRESS);
      }
      problems.add(RecordProblem.TIME);
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }
    assertThat(problems.count(RecordProblem.ADDRESS)).isEqualTo(120);
    assertThat(problems.counts())
        .containsEntry(RecordProblem.TIME, 1L)
        .containsEntry(RecordProblem.UNDECODABLE, 0L);
    assertThat(lines.list)
        .extracting(line -> line.getKeyValuePairs().toString())
        .containsExactly(
            "[problem=\"ADDRESS\", count=\"1\"]",
            "[problem=\"ADDRESS\", count=\"61\"]",
            "[problem=\"TIME\", count=\"1\"]");
  }
}
