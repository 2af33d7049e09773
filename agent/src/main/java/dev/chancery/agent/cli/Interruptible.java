package dev.chancery.agent.cli;

import org.slf4j.LoggerFactory;

/**
 * Closes something at the end of a block, and also when the process is told to end (Ctrl-C,
 * SIGTERM) before that; once in either case.
 */
final class Interruptible<T extends AutoCloseable> implements AutoCloseable {
  private final T part;
  private final Thread hook = new Thread(this::end, "stop");
  private boolean ended;

  private Interruptible(T part) {
    this.part = part;
  }

  static <T extends AutoCloseable> Interruptible<T> of(T part) {
    var interruptible = new Interruptible<>(part);
    Runtime.getRuntime().addShutdownHook(interruptible.hook);
    return interruptible;
  }

  T get() {
    return part;
  }

  private synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      part.close();
    } catch (Exception e) {
      LoggerFactory.getLogger(Interruptible.class).atWarn().setCause(e).log("not closed cleanly");
    }
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already.
    }
  }
}
