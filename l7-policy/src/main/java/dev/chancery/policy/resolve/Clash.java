package dev.chancery.policy.resolve;

/** Two rules that cannot hold at once, on the way from where they meet to {@link Resolved}. */
final class Clash extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Conflict conflict;

  Clash(Conflict conflict) {
    super(conflict.message(), null, false, false);
    this.conflict = conflict;
  }

  Conflict conflict() {
    return conflict;
  }
}
