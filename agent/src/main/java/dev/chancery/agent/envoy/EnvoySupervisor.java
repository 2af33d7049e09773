package dev.chancery.agent.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one Envoy running: adopts the one that an agent before this has left, starts it where there
 * is none, and starts it again, with a growing delay, when it ends. Its log lines become the
 * agent's.
 *
 * <p>Closing it stops Envoy too. An agent that is killed leaves Envoy running with the last
 * accepted policy.
 */
public final class EnvoySupervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EnvoySupervisor.class);
  private static final Duration LOG_PERIOD = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Supplier<EnvoyLaunch> launch;
  private final LongSupplier nanos;
  private final ScheduledExecutorService context =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "envoy-supervisor");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicLong starts = new AtomicLong();
  private volatile EnvoyState state = new EnvoyState.Waiting("not started yet", Duration.ZERO);

  // Of the context's thread alone:
  private Backoff backoff;
  private @Nullable EnvoyProcess process;
  private @Nullable EnvoyLaunch launched;
  private @Nullable EnvoyLog tail;
  private long startedAt;

  private EnvoySupervisor(Supplier<EnvoyLaunch> launch, Backoff backoff, LongSupplier nanos) {
    this.launch = launch;
    this.backoff = backoff;
    this.nanos = nanos;
  }

  /**
   * Starts supervising and returns at once.
   *
   * @param launch asked before each start
   */
  public static EnvoySupervisor start(Supplier<EnvoyLaunch> launch) {
    return start(launch, Backoff.DEFAULT, System::nanoTime);
  }

  static EnvoySupervisor start(Supplier<EnvoyLaunch> launch, Backoff backoff, LongSupplier nanos) {
    var supervisor = new EnvoySupervisor(launch, backoff, nanos);
    supervisor.context.execute(() -> supervisor.begin(true));
    var unused =
        supervisor.context.scheduleWithFixedDelay(
            supervisor::drainLog,
            LOG_PERIOD.toMillis(),
            LOG_PERIOD.toMillis(),
            TimeUnit.MILLISECONDS);
    return supervisor;
  }

  public EnvoyState state() {
    return state;
  }

  /** Processes started so far; an adopted one does not count. */
  public long starts() {
    return starts.get();
  }

  /** Stops Envoy: asks, and kills after five seconds. */
  @Override
  public void close() {
    try {
      context.submit(this::end).get();
    } catch (RejectedExecutionException e) {
      log.debug("closed before");
    } catch (ExecutionException e) {
      log.atError().setCause(e).log("Envoy not stopped in order");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    context.shutdownNow();
  }

  private void begin(boolean adopt) {
    if (state instanceof EnvoyState.Stopped) {
      return;
    }
    try {
      var wanted = launch.get();
      var found = adopt ? EnvoyProcess.adopt(wanted, PATIENCE).orElse(null) : null;
      launched = wanted;
      tail = new EnvoyLog(wanted.logFile());
      if (found == null) {
        starts.incrementAndGet();
        found = EnvoyProcess.start(wanted);
      } else {
        tail.skip();
      }
      follow(found);
    } catch (IOException | RuntimeException e) {
      log.atError().setCause(e).log("Envoy cannot be started");
      retry("cannot be started: " + e.getMessage(), Duration.ZERO);
    }
  }

  private void follow(EnvoyProcess running) {
    process = running;
    startedAt = nanos.getAsLong();
    state = new EnvoyState.Running(running.pid(), running.isAdopted());
    log.atInfo()
        .addKeyValue("pid", running.pid())
        .addKeyValue("adopted", running.isAdopted())
        .log("Envoy runs");
    var unused = running.onExit().thenAccept(how -> onContext(() -> ended(running, how)));
  }

  private void ended(EnvoyProcess which, String how) {
    if (process != which || state instanceof EnvoyState.Stopped) {
      return;
    }
    process = null;
    drainLog();
    retry(how, Duration.ofNanos(nanos.getAsLong() - startedAt));
  }

  private void retry(String reason, Duration ran) {
    backoff = backoff.after(ran);
    var delay = backoff.delay();
    state = new EnvoyState.Waiting(reason, delay);
    log.atWarn()
        .addKeyValue("reason", reason)
        .addKeyValue("delay", delay)
        .log("Envoy will be started again");
    var unused = context.schedule(() -> begin(false), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void end() {
    state = new EnvoyState.Stopped();
    if (process == null || launched == null) {
      return;
    }
    process.stop(PATIENCE);
    drainLog();
    try {
      Files.deleteIfExists(launched.pidFile());
    } catch (IOException e) {
      log.atDebug().setCause(e).log("pid file not removed");
    }
  }

  private void drainLog() {
    if (tail != null) {
      tail.drain();
    }
  }

  private void onContext(Runnable task) {
    try {
      context.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("Envoy ended after the supervisor");
    }
  }
}
