package dev.chancery.agent.source;

import dev.chancery.agent.secret.MountedSecrets;
import dev.chancery.agent.secret.SecretFolder;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a directory of manifests ({@code *.yaml}, {@code *.yml}, {@code *.json}; not what is in
 * folders below it) and delivers a snapshot whenever what it holds has changed.
 *
 * <p>Edits arrive as bursts of events (write, truncate, rename, a swapped {@code ..data} link): a
 * snapshot is taken once none has come for {@link #QUIET}, or after {@link #PATIENCE} of unrest. A
 * look every {@link #SCAN} finds what the kernel did not tell (overflow, network file systems, a
 * directory that was replaced).
 */
public final class ManifestDirectory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ManifestDirectory.class);
  private static final Duration QUIET = Duration.ofMillis(40);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration SCAN = Duration.ofSeconds(2);
  private static final long CLOSE_MILLIS = 3_000;
  private static final Duration GRACE = Duration.ofMillis(500);

  private final Path directory;
  private final Consumer<Manifests> listener;
  private final Snapshots snapshots;
  private final Optional<SecretFolder> secrets;
  private final WatchService watcher;
  private final Thread thread;
  private volatile boolean closed;
  private @Nullable WatchKey key;

  private ManifestDirectory(
      Path directory, Optional<SecretFolder> secrets, Duration grace, Consumer<Manifests> listener)
      throws IOException {
    this.directory = directory;
    this.secrets = secrets;
    this.listener = listener;
    this.snapshots = new Snapshots(directory, directory.toAbsolutePath().normalize(), grace);
    this.watcher = directory.getFileSystem().newWatchService();
    this.thread = new Thread(this::run, "manifests");
    thread.setDaemon(true);
  }

  /** The directory as it is now, each file read once and named as the directory was given. */
  public static Manifests read(Path directory) {
    return new Snapshots(directory, directory, Duration.ZERO).take(0);
  }

  /**
   * Delivers the first snapshot at once, and then each that differs from the one before, all on one
   * thread of its own. A directory that does not exist yet is waited for. Files have absolute
   * paths: what an earlier watch gave has the same names, however the directory was then spelt.
   *
   * @param listener where it throws, that is logged, and the snapshot delivered again at the next
   *     look
   */
  public static ManifestDirectory watch(Path directory, Consumer<Manifests> listener)
      throws IOException {
    return watch(directory, Optional.empty(), listener);
  }

  /**
   * The same, with the Secrets of a folder beside it, at which it looks every few seconds.
   *
   * @param secrets {@code <folder>/<namespace>/<name>/<key>}
   */
  public static ManifestDirectory watch(
      Path directory, Optional<Path> secrets, Consumer<Manifests> listener) throws IOException {
    return watch(directory, secrets, GRACE, listener);
  }

  /**
   * The same, as patient as the caller.
   *
   * @param grace for how long a file may be away or half-written before that is delivered
   */
  static ManifestDirectory watch(
      Path directory, Optional<Path> secrets, Duration grace, Consumer<Manifests> listener)
      throws IOException {
    var watched = new ManifestDirectory(directory, secrets.map(SecretFolder::new), grace, listener);
    watched.thread.start();
    return watched;
  }

  /** No delivery starts after this returns; one that is under way is waited for a few seconds. */
  @Override
  public void close() throws IOException {
    closed = true;
    watcher.close();
    if (Thread.currentThread() != thread) {
      try {
        thread.join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    @Nullable Manifests last = null;
    try {
      while (!closed) {
        register();
        var mounted = secrets.map(SecretFolder::read).orElse(MountedSecrets.NONE);
        var taken = snapshots.take(System.nanoTime()).with(mounted);
        if (!closed && !taken.equals(last) && deliver(taken)) {
          last = taken;
        }
        awaitChange(snapshots.isSettling() ? QUIET : SCAN);
      }
    } catch (ClosedWatchServiceException e) {
      log.debug("watch closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Again at every look: the directory may be another one of the same name by now. */
  private void register() {
    try {
      var fresh =
          directory.register(
              watcher,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      if (key != null && key != fresh) {
        key.cancel();
      }
      key = fresh;
    } catch (IOException e) {
      key = null; // The snapshot says so.
    }
  }

  private void awaitChange(Duration wait) throws InterruptedException {
    var event = watcher.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (event != null && System.nanoTime() < deadline) {
      event.pollEvents();
      event.reset();
      event = watcher.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (event != null) {
      event.pollEvents();
      event.reset();
    }
  }

  private boolean deliver(Manifests manifests) {
    try {
      listener.accept(manifests);
      return true;
    } catch (RuntimeException e) {
      log.atError().addKeyValue("directory", directory).setCause(e).log("snapshot not taken in");
      return false;
    }
  }
}
