package dev.chancery.testproxy.stream;

import dev.chancery.testproxy.wire.XdsType;
import java.util.List;

/**
 * One response and what became of it.
 *
 * @param life which start of the process received it, from 1
 * @param stream which stream of the process, from 1; a new one for each connect
 * @param first whether it was the first on its stream
 * @param type of its resources
 * @param version that it carried
 * @param nonce that it carried
 * @param quoted version that the stream's first request quoted; empty for none
 * @param resources how many it carried
 * @param names of the resources, in the order received
 * @param removed names that were known before and are not in it (or, with delta, taken away)
 * @param bytes serialised size of the response
 * @param outcome what the proxy answered
 * @param error text of a NACK, else empty
 */
public record JournalEntry(
    int life,
    int stream,
    boolean first,
    XdsType type,
    String version,
    String nonce,
    String quoted,
    int resources,
    List<String> names,
    List<String> removed,
    int bytes,
    Outcome outcome,
    String error) {
  /** What was answered. */
  public enum Outcome {
    ACK,
    NACK,
    /** A test asked for silence, or for the stream to break before the answer. */
    NONE
  }

  public JournalEntry {
    names = List.copyOf(names);
    removed = List.copyOf(removed);
  }
}
