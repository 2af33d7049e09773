package dev.chancery.testproxy;

import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.wire.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * The journal and the violations of all lives. What one response led to comes in together with the
 * state that it led to, so that nobody sees the one without the other.
 */
final class Ledger {
  private final List<JournalEntry> journal = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();

  /** Entries that wait for the state that goes with them; lives on the loop. */
  static final class Pending {
    private final List<JournalEntry> journal = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    void add(JournalEntry entry) {
      journal.add(entry);
    }

    void add(Violation violation) {
      violations.add(violation);
    }
  }

  /** Takes in what is pending, and the state with it. */
  synchronized void settle(Pending pending, Runnable state) {
    journal.addAll(pending.journal);
    violations.addAll(pending.violations);
    pending.journal.clear();
    pending.violations.clear();
    state.run();
  }

  synchronized void add(Violation violation) {
    violations.add(violation);
  }

  synchronized List<JournalEntry> journal() {
    return List.copyOf(journal);
  }

  synchronized List<Violation> violations() {
    return List.copyOf(violations);
  }
}
