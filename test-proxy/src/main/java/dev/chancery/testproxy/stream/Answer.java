package dev.chancery.testproxy.stream;

import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.chancery.testproxy.wire.Rejected;
import dev.chancery.testproxy.wire.XdsType;
import java.time.Duration;
import java.util.Optional;

/** Applies a response and answers it, unless a test asks for something else. */
final class Answer {
  /** What the type does with a response. */
  interface Application {
    void apply() throws Rejected;
  }

  private final XdsType type;
  private final StreamHost host;

  Answer(XdsType type, StreamHost host) {
    this.type = type;
    this.host = host;
  }

  boolean breaksAt(Faults.Moment moment) {
    return host.faults().breaksAt(type, moment);
  }

  /** Empty: good. A refusal that no test asked for is the sender's mistake. */
  Optional<Rejected> apply(Application application) {
    try {
      application.apply();
      return Optional.empty();
    } catch (Rejected e) {
      if (e.gotcha() >= 0) {
        host.audit().note(e.gotcha(), type + " refused: " + e.text());
      }
      return Optional.of(e);
    }
  }

  static JournalEntry.Outcome outcome(Optional<Rejected> error) {
    return error.isPresent() ? JournalEntry.Outcome.NACK : JournalEntry.Outcome.ACK;
  }

  static String text(Optional<Rejected> error) {
    return error.map(Rejected::text).orElse("");
  }

  static Status detail(Rejected error) {
    return Status.newBuilder().setCode(Code.INTERNAL_VALUE).setMessage(error.text()).build();
  }

  void later(Runnable send) {
    Duration delay = host.faults().ackDelay();
    if (delay.isZero()) {
      send.run();
    } else {
      host.after(delay, send);
    }
  }
}
